import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkLabels, checkSelector, subdomain } from '../validation/names';
import { PropCheck, type PropNames } from '../validation/prop-check';
import { checkNamespace } from '../workload/namespace';
import { policyMetadata } from './metadata';
import type { INetworkEnd } from './network-end';
import { allowPolicy, type PolicyRule } from './policy';
import type { Port } from './port';
import { addRules } from './rules';

/** Those of the policy, whose ports it does not know. */
const PODS = { name: 'the pods' };

export interface AllowFromProps {
  /** Name of the policy. */
  readonly name: string;
  /** Who may connect; at least one. */
  readonly from: INetworkEnd[];
  /**
   * Ports of the pods that they may connect to; at least one, and `Port.every()` for all there are. Nothing is looked up, as
   * the pods are known by their labels alone: of a Service from 80 to 8080 it is 8080.
   */
  readonly ports: Port[];
  /**
   * Namespace of the policy and of the pods that it opens.
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /**
   * Labels of the pods that it opens.
   * @default - every pod of the namespace
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Labels of the policy object.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
}

const PROPS: PropNames<AllowFromProps> = {
  name: true,
  from: true,
  ports: true,
  namespace: true,
  podLabels: true,
  labels: true,
};

/**
 * Lets somebody connect to the pods of a namespace, and by that shuts these pods to everyone whom no policy lets in. Where
 * the senders are isolated, their own side has to allow the connection as well: a `NetworkPlan` makes both.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 *
 * @example
 * const policy = new AllowFrom(chart, 'db-policy', {
 *   name: 'db-policy',
 *   podLabels: { app: 'db' },
 *   from: [Peer.pods({ app: 'web' })],
 *   ports: [Port.tcp(3306)],
 * });
 * policy.addFrom(Peer.namespace('monitoring'), Port.named('metrics'));
 */
export class AllowFrom extends Construct {
  /** Name of the policy. */
  public readonly name: string;

  private readonly rules: PolicyRule[];
  private readonly home?: string;

  constructor(scope: Construct, id: string, props: AllowFromProps) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const name = at.check('name', props.name, subdomain);
    const namespace = checkNamespace(at, scope, props.namespace);
    const podLabels = props.podLabels && checkSelector(at, 'podLabels', props.podLabels);
    const labels = checkLabels(at, 'labels', props.labels ?? {});
    const rules: PolicyRule[] = [];
    addRules(rules, at, { prop: 'from', ends: props.from, ports: props.ports, home: namespace, receiver: PODS });
    super(scope, id);
    this.name = name;
    this.rules = rules;
    this.home = namespace;

    const metadata = policyMetadata(name, namespace, labels);
    new ApiObject(this, 'Resource', allowPolicy(metadata, podLabels, 'Ingress', this.rules));
  }

  /**
   * Lets somebody else connect: a rule of its own, which adds to the others.
   * @param from who
   * @param ports of the pods, not of a Service in front of them; at least one
   */
  public addFrom(from: INetworkEnd, ...ports: Port[]): void {
    const at = PropCheck.ofCall(`${this.node.path}.addFrom`);
    addRules(this.rules, at, { prop: 'from', ends: [from], ports, home: this.home, receiver: PODS });
  }
}
