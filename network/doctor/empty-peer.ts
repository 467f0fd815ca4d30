/** Peers of policies that select no pods although they were meant to, and why. */
import { matches, meets, type Requirement, type Selector } from '../cluster/selector';
import { groupBy } from '../group-by';
import type { PodGroup } from '../reach/pod-groups';
import { isSlip } from '../route/nearest';
import { workedOutOnce } from '../route/per-cluster';
import { hasOperatedPods } from './elsewhere';
import type { Examined } from './examined';
import { type PeerInForce, type PolicyView, policyView } from './policy-view';

export type EmptyPeer = PeerInForce & Why;

type Why =
  /** The peer before it has but a namespaceSelector: one item of both would select `groups`. */
  | { readonly kind: 'half'; readonly groups: readonly PodGroup[] }
  /** It has no namespaceSelector, and `groups` of other namespaces have the labels. */
  | { readonly kind: 'elsewhere'; readonly groups: readonly PodGroup[] }
  /** No namespace has the label; `namespace` is the one that was meant. */
  | { readonly kind: 'label'; readonly label: string; readonly namespace: string; readonly isSure: boolean }
  /** No Namespace of the input has the label, and nothing else names a namespace like it; `meant` is the nearest that one has. */
  | { readonly kind: 'unknown'; readonly label: string; readonly meant?: string; readonly there: readonly string[] }
  /** The namespaces are there, and so are `groups` with the labels, but in other namespaces. */
  | { readonly kind: 'both'; readonly groups: readonly PodGroup[]; readonly namespaces: readonly string[] }
  /** Pods of the namespaces are in the input, and none has the labels. */
  | { readonly kind: 'nothing'; readonly namespaces: readonly string[] };

/** All of them, each with one reason; what may be somewhere else than in the input is none of them. */
export const emptyPeers = workedOutOnce((examined: Examined): readonly EmptyPeer[] => {
  const view = policyView(examined);
  return view.peers.flatMap((peer) => {
    if (!view.selected(peer.policy).length || view.groupsOf(peer.policy, peer.peer).length) return [];
    const why = whyEmpty(examined, view, peer);
    return why ? [{ ...peer, ...why }] : [];
  });
});

/** The same by policy and direction, `shop/api ingress`. */
export const emptyPeersBySide = workedOutOnce((examined: Examined) =>
  groupBy(emptyPeers(examined), ({ policy, direction }) => `${policy.namespace}/${policy.name} ${direction}`),
);

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
/** What every cluster has. */
const WELL_KNOWN = ['default', 'kube-public', 'kube-node-lease', 'kube-system'];

function whyEmpty(examined: Examined, view: PolicyView, place: PeerInForce): Why | undefined {
  const { policy, peer } = place;
  const { namespaceSelector, podSelector } = peer;
  const nothingIn = (namespaces: readonly string[]): Why | undefined =>
    namespaces.some((name) => hasOperatedPods(examined, name)) ? undefined : { kind: 'nothing', namespaces };
  if (!namespaceSelector) {
    const before = namespaceBefore(place);
    if (before) {
      const groups = view.groupsOf(policy, { namespaceSelector: before, podSelector });
      if (groups.length) return { kind: 'half', groups };
    }
    const groups = view.anywhere(podSelector);
    return groups.length ? { kind: 'elsewhere', groups } : nothingIn([policy.namespace]);
  }
  const namespaces = [...examined.cluster.namespaces]
    .filter(([, labels]) => matches(namespaceSelector, labels))
    .map(([name]) => name);
  if (!namespaces.length)
    return wrongLabel(examined, namespaceSelector) ?? unknownLabel(examined, policy.namespace, namespaceSelector);
  if (!isClosed(namespaceSelector) || !namespaces.every((name) => view.hasPods(name))) return undefined;
  const groups = view.anywhere(podSelector);
  return groups.length ? { kind: 'both', groups, namespaces } : nothingIn(namespaces);
}

/** The namespaceSelector of the item before, where that is all it has. */
export function namespaceBefore({ rule, index, peer }: PeerInForce): Selector | undefined {
  const before = rule.peers![index - 1];
  if (!before || 'block' in before || peer.namespaceSelector || !peer.podSelector.requirements.length) return undefined;
  const isAlone = before.podSelector.requirements.length === 0;
  return isAlone && before.namespaceSelector?.requirements.length ? before.namespaceSelector : undefined;
}

/** Whether a selector names its namespaces, so that there are no others of them outside of the input. */
function isClosed({ requirements }: Selector): boolean {
  return requirements.some(({ key, operator }) => key === NAMESPACE_NAME && operator === 'In');
}

function wrongLabel({ cluster }: Examined, { requirements }: Selector): Why | undefined {
  const declared = new Set((cluster.manifests.get('v1/Namespace') ?? []).map(({ object }) => object.metadata.name));
  const isThere = (name: string) => cluster.namespaces.has(name) || WELL_KNOWN.includes(name);
  for (const requirement of requirements) {
    const { key, operator, values } = requirement;
    const namespace = values.find(isThere);
    if (operator !== 'In' || key === NAMESPACE_NAME || namespace === undefined || isMet(requirement, cluster)) continue;
    return { kind: 'label', label: `${key}=${namespace}`, namespace, isSure: declared.has(namespace) };
  }
  return undefined;
}

/** A label that is but a slip, or written out where the Namespaces of the input have it short; or one of a kind that they do not have at all. */
function unknownLabel({ cluster }: Examined, home: string, { requirements }: Selector): Why | undefined {
  const declared = (cluster.manifests.get('v1/Namespace') ?? []).map(({ object }) => object.metadata);
  if (!declared.length) return undefined;
  const names = new Set([...declared.map(({ name }) => name), ...cluster.namespaces.keys(), ...WELL_KNOWN]);
  for (const { key, operator, values } of requirements) {
    if (operator !== 'In') continue;
    const known =
      key === NAMESPACE_NAME
        ? names
        : new Set(declared.flatMap(({ labels }) => (labels && Object.hasOwn(labels, key) ? labels[key]! : [])));
    if (values.some((value) => known.has(value))) continue;
    const [value] = values;
    const label = `${key}=${value}`;
    const near = [...known]
      .slice(0, MOST_COMPARED)
      .find((other) => isSlip(value!, other) || (key !== NAMESPACE_NAME && isShort(value!, other)));
    if (near !== undefined) return { kind: 'unknown', label, meant: `${key}=${near}`, there: [...known] };
    if (known.size) continue;
    const others = declared.filter(({ name }) => name !== home).flatMap(({ labels = {} }) => Object.keys(labels));
    const given = others.filter((other) => !/(^|\.)(kubernetes|k8s)\.io\//.test(other));
    if (given.length) return { kind: 'unknown', label, there: [...new Set(given)] };
  }
  return undefined;
}

/** Whether one word is short for the other: `prd` or `prod` for `production`. */
function isShort(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length < FEWEST_LETTERS || short[0] !== long[0]) return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}

/** To compare with more takes long. */
const MOST_COMPARED = 200;
/** Fewer are found in any word. */
const FEWEST_LETTERS = 3;

function isMet(requirement: Requirement, { namespaces }: Examined['cluster']): boolean {
  return [...namespaces.values()].some((labels) => meets(requirement, labels));
}
