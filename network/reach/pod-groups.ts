import { type Cluster, namespaceLabels } from '../cluster/cluster';
import type { NetworkPolicy, PodPeer } from '../cluster/network-policy';
import type { Protocol } from '../cluster/port';
import type { Labels, Requirement } from '../cluster/selector';
import type { Pods, Workload } from '../cluster/workload';

/** Pods that no policy of the cluster can tell apart. */
export interface PodGroup {
  readonly id: number;
  readonly namespace: string;
  readonly namespaceLabels: Labels;
  readonly labels: Labels;
  readonly hostNetwork: boolean;
  /** Number of each named port that some policy names, by `protocol/name`. */
  readonly namedPorts: ReadonlyMap<string, number>;
  readonly members: readonly GroupMember[];
}

export interface GroupMember {
  readonly workload: Workload;
  readonly pods: Pods;
}

export function portKey(protocol: Protocol, name: string): string {
  return `${protocol}/${name}`;
}

/** Sorts the pods of a cluster into groups by what the selectors and port names of its policies look at, and nothing else. */
export function groupPods(
  { namespaces, workloads, policies }: Cluster,
  supposed: readonly Workload[] = [],
): PodGroup[] {
  const labelsOf = (namespace: string) => namespaces.get(namespace) ?? namespaceLabels(namespace);
  const peers = policies.flatMap(podPeers);
  const podLabels = new Projection([
    ...policies.flatMap(({ podSelector }) => podSelector.requirements),
    ...peers.flatMap(({ podSelector }) => podSelector.requirements),
  ]);
  const namespaceView = new Projection(peers.flatMap(({ namespaceSelector }) => namespaceSelector?.requirements ?? []));
  const portNames = new Set(policies.flatMap(namedPorts));
  const withPolicies = new Set(policies.map(({ namespace }) => namespace));
  // A namespace without policies is known to them by its labels alone.
  const namespaceKey = (name: string) => (withPolicies.has(name) ? name : ` ${namespaceView.keyOf(labelsOf(name))}`);
  const namespaceKeys = new Map(
    [...namespaces.keys(), ...supposed.map(({ namespace }) => namespace)].map((name) => [name, namespaceKey(name)]),
  );

  const groups = new Map<string, PodGroup & { members: GroupMember[] }>();
  for (const workload of [...workloads, ...supposed]) {
    for (const pods of workload.pods) {
      const ports = portsByName(pods, portNames);
      const key = [
        namespaceKeys.get(pods.namespace),
        podLabels.keyOf(pods.labels),
        [...ports].join(),
        pods.hostNetwork,
      ].join('\n');
      const group = groups.get(key) ?? {
        id: groups.size,
        namespace: pods.namespace,
        namespaceLabels: labelsOf(pods.namespace),
        labels: pods.labels,
        hostNetwork: pods.hostNetwork,
        namedPorts: ports,
        members: [],
      };
      group.members.push({ workload, pods });
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

/** Labels as a set of requirements sees them: a value that none of them names is like any other such value. */
class Projection {
  private readonly values = new Map<string, Set<string>>();

  constructor(requirements: readonly Requirement[]) {
    for (const { key, values } of requirements) {
      const known = this.values.get(key) ?? new Set();
      for (const value of values) known.add(value);
      this.values.set(key, known);
    }
  }

  keyOf(labels: Labels): string {
    const parts: string[] = [];
    for (const [key, known] of this.values) {
      const value = Object.hasOwn(labels, key) ? labels[key]! : undefined;
      // No label value has a star or a space.
      if (value !== undefined) parts.push(`${key}=${known.has(value) ? value : '*'}`);
    }
    return parts.join(' ');
  }
}

function podPeers({ ingress = [], egress = [] }: NetworkPolicy): PodPeer[] {
  return [...ingress, ...egress].flatMap(({ peers = [] }) => peers.filter((peer) => 'podSelector' in peer));
}

function namedPorts({ ingress = [], egress = [] }: NetworkPolicy): string[] {
  return [...ingress, ...egress].flatMap(({ ports = [] }) =>
    ports.flatMap((port) => ('name' in port ? portKey(port.protocol, port.name) : [])),
  );
}

function portsByName({ ports }: Pods, wanted: ReadonlySet<string>): Map<string, number> {
  const found = new Map<string, number>();
  if (!wanted.size) return found;
  for (const { name, protocol, port } of ports) {
    const key = name === undefined ? undefined : portKey(protocol, name);
    // Where a pod has the name twice, the first one counts, as for a Service.
    if (key !== undefined && wanted.has(key) && !found.has(key)) found.set(key, port);
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}
