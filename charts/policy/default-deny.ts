import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkLabels, checkSelector, subdomain } from '../validation/names';
import { flag } from '../validation/numbers';
import { PropCheck, type PropNames } from '../validation/prop-check';
import { manifest } from '../workload/manifest';
import { checkNamespace } from '../workload/namespace';
import { policyMetadata } from './metadata';
import { type PolicyType, podSelector } from './policy';

export interface DefaultDenyProps {
  /**
   * Name of the policy.
   * @default "default-deny"
   */
  readonly name?: string;
  /**
   * Namespace that is shut.
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /**
   * Labels of the pods that are shut.
   * @default - every pod of the namespace
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Whether connections to the pods are refused.
   * @default true
   */
  readonly ingress?: boolean;
  /**
   * Whether connections from the pods are refused, their look-ups of names among them.
   * @default true
   */
  readonly egress?: boolean;
  /**
   * Labels of the policy object.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
}

const PROPS: PropNames<DefaultDenyProps> = {
  name: true,
  namespace: true,
  podLabels: true,
  ingress: true,
  egress: true,
  labels: true,
};

/**
 * Shuts the pods of a namespace, in both directions or in one: nothing gets through but what other policies allow.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies
 *
 * @example
 * new DefaultDeny(chart, 'deny', { name: 'deny-all', egress: false });
 */
export class DefaultDeny extends Construct {
  /** Name of the policy. */
  public readonly name: string;

  constructor(scope: Construct, id: string, props: DefaultDenyProps = {}) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const name = at.check('name', props.name ?? 'default-deny', subdomain);
    const namespace = checkNamespace(at, scope, props.namespace);
    const podLabels = props.podLabels && checkSelector(at, 'podLabels', props.podLabels);
    const ingress = at.check('ingress', props.ingress ?? true, flag);
    const egress = at.check('egress', props.egress ?? true, flag);
    const labels = checkLabels(at, 'labels', props.labels ?? {});
    if (!ingress && !egress)
      at.refuse('props/conflict', 'egress', egress, 'there is nothing left to refuse: "ingress" is false, too');
    super(scope, id);
    this.name = name;

    const types: PolicyType[] = [...(ingress ? (['Ingress'] as const) : []), ...(egress ? (['Egress'] as const) : [])];
    new ApiObject(this, 'Resource', denyPolicy(policyMetadata(name, namespace, labels), types, podLabels));
  }
}

/** The types are always written down: without them Kubernetes guesses, and never at egress. */
export function denyPolicy(
  metadata: ApiObjectMetadata,
  policyTypes: readonly PolicyType[],
  podLabels?: { readonly [key: string]: string },
): ApiObjectProps {
  return manifest(k8s.KubeNetworkPolicy, {
    metadata,
    spec: { podSelector: podSelector(podLabels), policyTypes: [...policyTypes] },
  });
}
