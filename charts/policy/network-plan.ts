import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { checkLabels, subdomain } from '../validation/names';
import { flag } from '../validation/numbers';
import { PropCheck } from '../validation/prop-check';
import { ofSameCluster } from '../validation/same-cluster';
import { type Connection, keyOf, type PlannedEnd, textOf } from './connection';
import { denyPolicy } from './default-deny';
import { CLUSTER_DNS, clusterDnsRule, DNS_PORTS } from './dns';
import { policyMetadata } from './metadata';
import { endOf, type INetworkEnd, type NetworkEnd } from './network-end';
import { Peer } from './peer';
import { violations } from './plan-check';
import { checkNamespaces, checkNodeLocalDns } from './plan-props';
import { allowPolicy, type PolicyType } from './policy';
import { fittingName } from './policy-name';
import { type PolicyPort, Port, rulePorts } from './port';

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
   * Whether names are looked up at a cache on every node (NodeLocal DNSCache), too.
   * @default - true where nodeLocalDnsAddresses are given, else false
   */
  readonly nodeLocalDns?: boolean;
  /**
   * Addresses of that cache, IPv4 and IPv6. Where kube-proxy runs in iptables mode the address of the Service "kube-dns" is one of
   * them: the cache takes what pods send there.
   * @default - 169.254.20.10 where nodeLocalDns is true
   * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
   */
  readonly nodeLocalDnsAddresses?: string[];
  /**
   * Name of the policy that shuts a namespace.
   * @default "default-deny"
   */
  readonly denyName?: string;
  /**
   * Name of the policy that opens DNS. In a plan that walls "kube-system" there is another one, for the DNS pods, with
   * "-ingress" behind that name.
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
  private readonly allowed: Connection[] = [];
  /** What the policies stand for, by namespace and name. */
  private readonly meanings = new Map<string, string>();
  /** Those of the connections' policies. */
  private readonly ports = new Map<string, PolicyPort[]>();

  constructor(scope: Construct, id: string, props: NetworkPlanProps = {}) {
    const at = PropCheck.of(scope, id, props);
    const namespaces = checkNamespaces(at, scope, props.namespaces);
    const dns = at.check('dns', props.dns ?? true, flag);
    const cache = checkNodeLocalDns(at, props);
    const denyName = at.check('denyName', props.denyName ?? 'default-deny', subdomain);
    const dnsName = at.check('dnsName', props.dnsName ?? 'allow-dns', subdomain);
    const labels = checkLabels(at, 'labels', props.labels ?? {});
    for (const prop of ['nodeLocalDns', 'nodeLocalDnsAddresses', 'dnsName'] as const)
      if (!dns && props[prop] !== undefined)
        at.refuse('props/conflict', prop, props[prop], 'has no effect: "dns" is false');
    if ([dnsName, `${dnsName}-ingress`].includes(denyName))
      at.refuse(
        'props/conflict',
        'dnsName',
        dnsName,
        `must be another name than denyName, also with "-ingress" behind it`,
      );
    refuseSecondPlan(at, scope, namespaces);
    super(scope, id);
    this.walled = namespaces;
    this.labels = labels;

    for (const [i, namespace] of namespaces.entries()) {
      const denyId = i === 0 ? 'Resource' : `${namespace}.${denyName}`;
      this.meanings.set(`${namespace}/${denyName}`, 'shut');
      new ApiObject(this, denyId, denyPolicy(this.metadata(namespace, denyName), ['Ingress', 'Egress']));
      if (dns) this.openDns(namespace, dnsName, cache);
    }
    if (dns && namespaces.includes(CLUSTER_DNS.namespace)) this.openDnsPods(`${dnsName}-ingress`);
    this.node.addValidation({ validate: () => [...violations(this, this.walled, this.allowed, this.members())] });
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
    const connection = { from: sender, to: receiver, ports: Port._of(at, 'ports', ports, receiver) };
    if (!this.isWalled(sender) && !this.isWalled(receiver)) {
      const problem = `neither it nor "${receiver.name}" is in a namespace of the plan: ${this.walled.join(', ')}`;
      at.refuse('policy/outside', 'from', sender.name, problem);
    }
    const together = [
      ...(sender.ports ? this.together(at, sender, []) : []),
      ...this.together(at, receiver, receiver.ports ? [] : ports),
    ];
    const connections = [connection, ...together];
    this.open(at, connections);
    this.allowed.push(...connections);
  }

  /** What pods of one server need of each other. */
  private together(at: PropCheck, end: PlannedEnd, ports: readonly Port[]): Connection[] {
    if (!end.clustered || !this.isWalled(end)) return [];
    return [{ from: end, to: end, ports: Port._of(at, 'ports', ports, end) }];
  }

  /** Servers of several pods in the namespaces, whether or not a connection names them. */
  private members(): PlannedEnd[] {
    const found = new Map<string, PlannedEnd>();
    for (const construct of ofSameCluster(this)) {
      const end = endIfKnown(construct);
      if (!end?.clustered || !this.isWalled(end)) continue;
      const key = keyOf({ from: end, to: end });
      if (!found.has(key)) found.set(key, { ...end, construct });
    }
    return [...found.values()];
  }

  /** Makes the policies, or adds to those that are there; none where one of them can't be named. */
  private open(at: PropCheck, connections: readonly Connection[]): void {
    const sides = connections.flatMap((connection) => this.sides(connection));
    const meanings = new Map(this.meanings);
    for (const { key, name, meaning, to } of sides) {
      const problem = `"${name}" is the name of another policy of the plan already; give one of the ends another name: Peer.of(…).called(…)`;
      if ((meanings.get(key) ?? meaning) !== meaning) at.refuse('policy/name', 'to', to, problem);
      meanings.set(key, meaning);
    }
    for (const side of sides) this.policy(side);
  }

  /** The policies of both sides, as far as they are in namespaces of the plan. */
  private sides({ from, to, ports }: Connection): Side[] {
    const isSecond = this.isWalled(from) && from.namespace === to.namespace;
    const side = (type: PolicyType, of: PlannedEnd, other: PlannedEnd): Side => {
      const home = of.namespace!;
      const meaning = `${type} ${keyOf({ from, to })}`;
      const suffix = type === 'Ingress' && isSecond ? '-ingress' : '';
      const name = fittingName(`allow-${textOf(from, home)}-to-${textOf(to, home)}${suffix}`, meaning);
      return { type, of, other, home, name, key: `${home}/${name}`, meaning, ports, to: to.name };
    };
    return [
      ...(this.isWalled(from) ? [side('Egress', from, to)] : []),
      ...(this.isWalled(to) ? [side('Ingress', to, from)] : []),
    ];
  }

  private policy({ type, of, other, home, name, key, meaning, ports }: Side): void {
    const known = this.ports.get(key);
    if (known) {
      known.push(...ports);
      return;
    }
    const all = [...ports];
    this.meanings.set(key, meaning);
    this.ports.set(key, all);
    const rule = {
      ends: [other],
      get ports() {
        return rulePorts(all);
      },
    };
    new ApiObject(this, `${home}.${name}`, allowPolicy(this.metadata(home, name), of.podLabels, type, [rule]));
  }

  private openDns(namespace: string, name: string, cache: readonly string[]): void {
    const rule = clusterDnsRule(cache);
    this.meanings.set(`${namespace}/${name}`, 'DNS');
    const policy = allowPolicy(this.metadata(namespace, name), undefined, 'Egress', [rule]);
    new ApiObject(this, `${namespace}.${name}`, policy);
    const from = { name: namespace, namespace };
    this.allowed.push(...rule.ends.map((to) => ({ from, to, ports: rule.ports })));
  }

  /** The other side, where the cluster's DNS is itself behind the wall. */
  private openDnsPods(name: string): void {
    const { namespace, podLabels } = CLUSTER_DNS;
    const ends = this.walled.map((other) => ({ name: other, namespace: other }));
    this.meanings.set(`${namespace}/${name}`, 'DNS');
    const policy = allowPolicy(this.metadata(namespace, name), podLabels, 'Ingress', [{ ends, ports: DNS_PORTS }]);
    new ApiObject(this, `${namespace}.${name}`, policy);
  }

  private metadata(namespace: string, name: string) {
    return policyMetadata(name, namespace, this.labels);
  }

  private end(at: PropCheck, prop: string, given: INetworkEnd): PlannedEnd {
    const end = endOf(at, prop, given);
    const isCalled = given instanceof Peer && given._isCalled;
    if (end.namespace !== undefined || end.blocks || end.everyone)
      return { ...end, isCalled, construct: constructOf(given) };
    const [namespace, ...others] = this.walled;
    if (!(given instanceof Peer) || given._construct) {
      const problem = `the namespace of "${end.name}" is not known: set it there, or in its chart`;
      return at.refuse('policy/namespace', prop, constructOf(given)?.node.path ?? end.name, problem);
    }
    if (others.length === 0) return { ...end, isCalled, namespace };
    const problem = `must say which namespace of the plan is meant (${this.walled.join(', ')}): Peer.podsInNamespace(…)`;
    return at.refuse('policy/namespace', prop, end.name, problem);
  }

  private isWalled({ namespace, blocks, everyone }: NetworkEnd): boolean {
    return !blocks && !everyone && this.walled.includes(namespace!);
  }
}

/** A policy that a connection takes. */
interface Side {
  readonly type: PolicyType;
  /** Whose pods it is for. */
  readonly of: PlannedEnd;
  readonly other: PlannedEnd;
  readonly home: string;
  readonly name: string;
  /** Namespace and name. */
  readonly key: string;
  /** Tells it from others that would have the name. */
  readonly meaning: string;
  readonly ports: readonly PolicyPort[];
  /** What the receiver is called. */
  readonly to: string;
}

function constructOf(end: INetworkEnd): IConstruct | undefined {
  if (end instanceof Peer) return end._construct;
  return Construct.isConstruct(end) ? end : undefined;
}

/** Each plan holds the whole truth of its namespaces. */
function refuseSecondPlan(at: PropCheck, scope: IConstruct, namespaces: readonly string[]): void {
  for (const plan of ofSameCluster(scope)) {
    const shared = plan instanceof NetworkPlan && plan.namespaces.find((name) => namespaces.includes(name));
    if (shared) at.refuse('policy/plan', 'namespaces', shared, `has a plan already, ${plan.node.path}: allow it there`);
  }
}

/** Undefined for a construct that can't tell, or not yet: one that a plan names is asked, and checked, when it does. */
function endIfKnown(construct: IConstruct): NetworkEnd | undefined {
  const given = construct as IConstruct & INetworkEnd;
  if (typeof given.networkEnd !== 'function') return undefined;
  try {
    return endOf(PropCheck.ofCall(construct.node.path), 'end', given);
  } catch {
    return undefined;
  }
}
