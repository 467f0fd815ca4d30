/** Peers of policies that select no pods although they were meant to, and why. */
import { matches, meets, type Requirement, type Selector } from '../cluster/selector';
import { groupBy } from '../group-by';
import type { PodGroup } from '../reach/pod-groups';
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
  /** No namespace of the input is called so; `namespace` is, but for one letter. */
  | { readonly kind: 'name'; readonly name: string; readonly namespace: string }
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
  if (!namespaces.length) return wrongLabel(examined, namespaceSelector);
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
    const slip = key === NAMESPACE_NAME && operator === 'In' && values.length === 1 && slipOf(values[0]!, cluster);
    if (slip) return { kind: 'name', name: values[0]!, namespace: slip };
    if (operator !== 'In' || key === NAMESPACE_NAME || namespace === undefined || isMet(requirement, cluster)) continue;
    return { kind: 'label', label: `${key}=${namespace}`, namespace, isSure: declared.has(namespace) };
  }
  return undefined;
}

/** Names that are shorter, or differ in another way, are as well those of two namespaces, such as team-a and team-b. */
const LEAST_LETTERS = 6;

/** The namespace whose name has one letter more or less, or two of them in the other order: `monitorin`, `monitoirng`. */
function slipOf(name: string, { namespaces }: Examined['cluster']): string | undefined {
  if (name.length < LEAST_LETTERS || namespaces.has(name)) return undefined;
  return [...namespaces.keys()].find((other) => isSlip(name, other) || isSlip(other, name));
}

/** Whether a letter of the longer name is left out of the other one, and not an s that makes it several; or two are swapped. */
function isSlip(longer: string, other: string): boolean {
  const start = [...longer].findIndex((letter, index) => letter !== other[index]);
  if (start < 0 || /\d/.test(longer[start]!)) return false;
  const isLeftOut = longer.length === other.length + 1 && longer.slice(start + 1) === other.slice(start);
  if (isLeftOut) return !longer.endsWith('s') || start < longer.length - 1;
  const swapped = longer.slice(0, start) + (longer[start + 1] ?? '') + longer[start] + longer.slice(start + 2);
  return swapped === other && !/\d/.test(other[start]!);
}

function isMet(requirement: Requirement, { namespaces }: Examined['cluster']): boolean {
  return [...namespaces.values()].some((labels) => meets(requirement, labels));
}
