import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkLabels, checkSelector, subdomain } from '../validation/names';
import { flag } from '../validation/numbers';
import { PropCheck, type PropNames } from '../validation/prop-check';
import { checkNamespace } from '../workload/namespace';
import { clusterDnsRule } from './dns';
import { policyMetadata } from './metadata';
import type { INetworkEnd } from './network-end';
import { allowPolicy, type PolicyRule } from './policy';
import type { Port } from './port';
import { addRules } from './rules';

export interface AllowEgressProps {
  /** Name of the policy. */
  readonly name: string;
  /**
   * Whom the pods may connect to.
   * @default - nobody, which takes `dns`
   */
  readonly to?: INetworkEnd[];
  /**
   * Ports that they may connect to; `Port.every()` for all there are.
   * @default - all that the receivers are known to listen on
   */
  readonly ports?: Port[];
  /**
   * Whether the pods may look up names: the cluster's DNS, UDP and TCP.
   * @default false
   */
  readonly dns?: boolean;
  /**
   * Namespace of the policy and of the pods that it lets out.
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /**
   * Labels of the pods that it lets out.
   * @default - every pod of the namespace
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Labels of the policy object.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
}

const PROPS: PropNames<AllowEgressProps> = {
  name: true,
  to: true,
  ports: true,
  dns: true,
  namespace: true,
  podLabels: true,
  labels: true,
};

/**
 * Lets the pods of a namespace connect to somebody, and by that keeps these pods from everyone else. Where the receivers
 * are isolated, their own side has to allow the connection as well: a `NetworkPlan` makes both.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 *
 * @example
 * new AllowEgress(chart, 'api', {
 *   name: 'allow-dns-and-external',
 *   podLabels: { app: 'api' },
 *   dns: true,
 *   to: [Peer.internet()],
 *   ports: [Port.tcp(443)],
 * });
 */
export class AllowEgress extends Construct {
  /** Name of the policy. */
  public readonly name: string;

  private readonly rules: PolicyRule[];
  private readonly home?: string;

  constructor(scope: Construct, id: string, props: AllowEgressProps) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const name = at.check('name', props.name, subdomain);
    const namespace = checkNamespace(at, scope, props.namespace);
    const podLabels = props.podLabels && checkSelector(at, 'podLabels', props.podLabels);
    const labels = checkLabels(at, 'labels', props.labels ?? {});
    const dns = at.check('dns', props.dns ?? false, flag);
    const rules: PolicyRule[] = dns ? [clusterDnsRule([])] : [];
    if (props.to === undefined && !dns)
      at.refuse('props/missing', 'to', props.to, 'there is nobody left to connect to: "dns" is not on either');
    if (props.to === undefined && props.ports !== undefined)
      at.refuse('props/conflict', 'ports', props.ports, 'has no effect without "to"');
    if (props.to !== undefined)
      addRules(rules, at, { prop: 'to', ends: props.to, ports: props.ports ?? [], home: namespace });
    super(scope, id);
    this.name = name;
    this.rules = rules;
    this.home = namespace;

    const metadata = policyMetadata(name, namespace, labels);
    new ApiObject(this, 'Resource', allowPolicy(metadata, podLabels, 'Egress', this.rules));
  }

  /**
   * Lets the pods connect to somebody else: a rule of its own, which adds to the others.
   * @param to whom
   * @param ports all that the receiver is known to listen on, where they are left out
   */
  public addTo(to: INetworkEnd, ...ports: Port[]): void {
    addRules(this.rules, PropCheck.ofCall(`${this.node.path}.addTo`), {
      prop: 'to',
      ends: [to],
      ports,
      home: this.home,
    });
  }
}
