import { ApiObject, Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { checkLabels, dnsLabel, subdomain } from '../validation/names';
import { flag } from '../validation/numbers';
import { PropCheck } from '../validation/prop-check';
import { Connection, keyOf, type PlannedEnd } from './connection';
import { denyPolicy } from './default-deny';
import { clusterDnsRule } from './dns';
import { policyMetadata } from './metadata';
import { endOf, type INetworkEnd, type NetworkEnd } from './network-end';
import { Peer } from './peer';
import { violations } from './plan-check';
import { allowPolicy, type PolicyType } from './policy';
import { PolicyNames } from './policy-name';
import { type PolicyPort, Port } from './port';

export interface NetworkPlanProps {
  /**
   * Namespaces that are walled: nothing gets into their pods or out of them but what the plan allows.
   * @default - the chart's namespace
   */
  readonly namespaces?: string[];
  /**
   * Whether the pods may look up names: the cluster's DNS pods, UDP and TCP.
   * @default true
   */
  readonly dns?: boolean;
  /**
   * Whether names are looked up at a cache on every node (NodeLocal DNSCache, 169.254.20.10), too.
   * @default false
   */
  readonly nodeLocalDns?: boolean;
  /**
   * Name of the policy that shuts a namespace.
   * @default "default-deny"
   */
  readonly denyName?: string;
  /**
   * Name of the policy that opens DNS.
   * @default "allow-dns"
   */
  readonly dnsName?: string;
  /**
   * Labels of all policy objects.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
}

/**
 * Who may talk to whom in some namespaces. Everything is shut in both directions, DNS is opened, and each connection that
 * is allowed gets the policies of both its sides, on the ports of the pods.
 *
 * The synth of the app proves the plan, whatever else the app holds: it fails where a connection of the plan does not get
 * through, or where another one does.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 *
 * @example
 * const plan = new NetworkPlan(chart, 'plan');
 * plan.allow(Peer.ingressController('nginx'), historyServer);
 * plan.allow(historyServer, minio);
 * plan.allow(fetcher, Peer.internet(), Port.tcp(443));
 */
export class NetworkPlan extends Construct {
  private readonly walled: readonly string[];
  private readonly labels: { readonly [key: string]: string };
  private readonly names = new PolicyNames();
  private readonly connections = new Map<string, Connection>();

  constructor(scope: Construct, id: string, props: NetworkPlanProps = {}) {
    const at = PropCheck.of(scope, id, props);
    const namespaces = checkNamespaces(at, scope, props.namespaces);
    const dns = at.check('dns', props.dns ?? true, flag);
    const nodeLocalDns = at.check('nodeLocalDns', props.nodeLocalDns ?? false, flag);
    const denyName = at.check('denyName', props.denyName ?? 'default-deny', subdomain);
    const dnsName = at.check('dnsName', props.dnsName ?? 'allow-dns', subdomain);
    const labels = checkLabels(at, 'labels', props.labels ?? {});
    for (const [prop, value] of Object.entries({ nodeLocalDns: props.nodeLocalDns, dnsName: props.dnsName }))
      if (!dns && value !== undefined) at.refuse('props/conflict', prop, value, 'has no effect: "dns" is false');
    if (dnsName === denyName) at.refuse('props/conflict', 'dnsName', dnsName, 'must be another name than denyName');
    refuseSecondPlan(at, scope, namespaces);
    super(scope, id);
    this.walled = namespaces;
    this.labels = labels;

    for (const [i, namespace] of namespaces.entries()) {
      const metadata = this.metadata(namespace, denyName, '');
      const denyId = i === 0 ? 'Resource' : `${namespace}.${denyName}`;
      new ApiObject(this, denyId, denyPolicy(metadata, ['Ingress', 'Egress']));
      if (dns) this.openDns(namespace, dnsName, nodeLocalDns);
    }
    this.node.addValidation({
      validate: () => [...this.torn(), ...violations(this, this.walled, [...this.connections.values()])],
    });
  }

  /** Namespaces that are walled (a copy). */
  public get namespaces(): string[] {
    return [...this.walled];
  }

  /**
   * Lets one end connect to another. At least one of them has its pods in a namespace of the plan; where both have, both
   * sides are opened. Said again for the same ends, it adds ports.
   * @param from who connects
   * @param to who is connected to
   * @param ports of the receiver's Service or pods; all that it is known to listen on, where they are left out
   */
  public allow(from: INetworkEnd, to: INetworkEnd, ...ports: Port[]): void {
    const at = PropCheck.ofCall(`${this.node.path}.allow`);
    const sender = this.end(at, 'from', from);
    const receiver = this.end(at, 'to', to);
    const open = Port._of(at, 'ports', ports, receiver);
    if (!this.isWalled(sender) && !this.isWalled(receiver)) {
      const problem = `neither it nor "${receiver.name}" is in a namespace of the plan: ${this.walled.join(', ')}`;
      at.refuse('policy/outside', 'from', sender.name, problem);
    }
    this.open(sender, receiver, open);
    for (const end of [sender, receiver])
      if (end.clustered && this.isWalled(end)) this.open(end, end, Port._of(at, 'ports', [], end));
  }

  /** Servers of several pods in the namespaces that no connection of the plan names, and whose pods it cuts off from each other. */
  private torn(): string[] {
    return this.node.root.node.findAll().flatMap((construct) => {
      const { networkEnd } = construct as Partial<INetworkEnd>;
      const end = typeof networkEnd === 'function' ? networkEnd.call(construct) : undefined;
      if (!end?.clustered || !this.isWalled(end) || this.connections.has(keyOf(end, end))) return [];
      const problem = 'the plan cuts its pods off from each other: allow a connection to it, which opens that as well';
      return [
        `the plan allows a connection that does not get through [plan/closed]:\n  ${construct.node.path}: ${problem}`,
      ];
    });
  }

  /** The policies of both sides, as far as they are in namespaces of the plan. */
  private open(from: PlannedEnd, to: PlannedEnd, ports: readonly PolicyPort[]): void {
    const key = keyOf(from, to);
    const known = this.connections.get(key);
    if (known) {
      known.add(ports);
      return;
    }
    const connection = new Connection(from, to, ports);
    const wish = `allow-${from.name}-to-${to.name}`;
    const isOneNamespace = from.namespace === to.namespace;
    this.connections.set(key, connection);
    if (this.isWalled(from)) this.policy('Egress', from, to, connection, wish, key);
    if (this.isWalled(to)) {
      const isSecond = this.isWalled(from) && isOneNamespace;
      this.policy('Ingress', to, from, connection, isSecond ? `${wish}-ingress` : wish, key);
    }
  }

  private policy(type: PolicyType, of: PlannedEnd, other: PlannedEnd, open: Connection, wish: string, key: string) {
    const namespace = of.namespace!;
    const metadata = this.metadata(namespace, wish, `${type} ${key}`);
    const rule = {
      ends: [other],
      get ports() {
        return open.ports;
      },
    };
    new ApiObject(this, `${namespace}.${metadata.name}`, allowPolicy(metadata, of.podLabels, type, [rule]));
  }

  private openDns(namespace: string, name: string, nodeLocal: boolean): void {
    const metadata = this.metadata(namespace, name, '');
    const rule = clusterDnsRule(nodeLocal);
    new ApiObject(this, `${namespace}.${name}`, allowPolicy(metadata, undefined, 'Egress', [rule]));
    for (const to of rule.ends) {
      const from = { name: namespace, namespace };
      this.connections.set(`${namespace} ${to.name}`, new Connection(from, to, rule.ports));
    }
  }

  private metadata(namespace: string, wish: string, identity: string) {
    return policyMetadata(this.names.take(namespace, wish, identity), namespace, this.labels);
  }

  private end(at: PropCheck, prop: string, given: INetworkEnd): PlannedEnd {
    const end = endOf(at, prop, given);
    if (end.namespace !== undefined || end.blocks || end.everyone) return { ...end, construct: constructOf(given) };
    const [namespace, ...others] = this.walled;
    if (!(given instanceof Peer) || given._construct) {
      const problem = `the namespace of "${end.name}" is not known: set it there, or in its chart`;
      return at.refuse('policy/namespace', prop, constructOf(given)?.node.path ?? end.name, problem);
    }
    if (others.length === 0) return { ...end, namespace };
    const problem = `must say which namespace of the plan is meant (${this.walled.join(', ')}): Peer.podsInNamespace(…)`;
    return at.refuse('policy/namespace', prop, end.name, problem);
  }

  private isWalled({ namespace, blocks, everyone }: NetworkEnd): boolean {
    return !blocks && !everyone && this.walled.includes(namespace!);
  }
}

function constructOf(end: INetworkEnd): IConstruct | undefined {
  if (end instanceof Peer) return end._construct;
  return Construct.isConstruct(end) ? end : undefined;
}

function checkNamespaces(at: PropCheck, scope: Construct, given: string[] | undefined): string[] {
  const chart = Chart.of(scope).namespace;
  if (given === undefined && chart === undefined) {
    const remedy = 'there is no namespace to wall: name it here, or in the chart';
    at.refuse('props/missing', 'namespaces', given, remedy);
  }
  const namespaces = given ?? [chart!];
  if (!Array.isArray(namespaces) || namespaces.length === 0)
    at.refuse('props/shape', 'namespaces', namespaces, 'must be a list of at least one namespace');
  for (const [i, namespace] of namespaces.entries()) {
    at.check(`namespaces[${i}]`, namespace, dnsLabel);
    if (namespaces.indexOf(namespace) < i) at.refuse('props/conflict', `namespaces[${i}]`, namespace, 'is there twice');
  }
  return [...namespaces];
}

/** Each plan holds the whole truth of its namespaces. */
function refuseSecondPlan(at: PropCheck, scope: IConstruct, namespaces: readonly string[]): void {
  for (const plan of scope.node.root.node.findAll()) {
    const shared = plan instanceof NetworkPlan && plan.namespaces.find((name) => namespaces.includes(name));
    if (shared) at.refuse('policy/plan', 'namespaces', shared, `has a plan already, ${plan.node.path}: allow it there`);
  }
}
