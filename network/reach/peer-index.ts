import type { PodPeer } from '../cluster/network-policy';
import { type Labels, matches, type Selector } from '../cluster/selector';
import { groupBy } from '../group-by';
import type { PodGroup } from './pod-groups';

/** Finds the groups that selectors select; looks each selector up once. */
export class PeerIndex {
  private readonly byNamespace: ReadonlyMap<string, readonly PodGroup[]>;
  private readonly byLabel = new Map<string, PodGroup[]>();
  private readonly found = new Map<string, readonly PodGroup[]>();

  constructor(private readonly groups: readonly PodGroup[]) {
    this.byNamespace = groupBy(groups, ({ namespace }) => namespace);
    for (const group of groups)
      for (const [key, value] of Object.entries(group.labels)) {
        const label = `${key}=${value}`;
        const labelled = this.byLabel.get(label);
        if (labelled) labelled.push(group);
        else this.byLabel.set(label, [group]);
      }
  }

  inNamespace(namespace: string, selector: Selector): readonly PodGroup[] {
    return this.once(`${namespace} ${selector.text}`, () =>
      (this.byNamespace.get(namespace) ?? []).filter(({ labels }) => matches(selector, labels)),
    );
  }

  /** The groups of a peer in a rule of a policy in the namespace. */
  ofPeer({ namespaceSelector, podSelector }: PodPeer, namespace: string): readonly PodGroup[] {
    if (!namespaceSelector) return this.inNamespace(namespace, podSelector);
    return this.once(`${namespaceSelector.text} / ${podSelector.text}`, () =>
      this.candidates(podSelector).filter(
        ({ labels, namespaceLabels }) => matches(namespaceSelector, namespaceLabels) && matches(podSelector, labels),
      ),
    );
  }

  /** Few groups that hold all that the selector selects. */
  private candidates({ requirements }: Selector): readonly PodGroup[] {
    const single = requirements.find(({ operator, values }) => operator === 'In' && values.length === 1);
    return single ? (this.byLabel.get(`${single.key}=${single.values[0]}`) ?? []) : this.groups;
  }

  private once(key: string, find: () => readonly PodGroup[]): readonly PodGroup[] {
    const known = this.found.get(key);
    if (known) return known;
    const groups = find();
    this.found.set(key, groups);
    return groups;
  }
}

export function peerMatches(
  { namespaceSelector, podSelector }: PodPeer,
  policyNamespace: string,
  pods: { readonly namespace: string; readonly namespaceLabels: Labels; readonly labels: Labels },
): boolean {
  const inNamespace = namespaceSelector
    ? matches(namespaceSelector, pods.namespaceLabels)
    : pods.namespace === policyNamespace;
  return inNamespace && matches(podSelector, pods.labels);
}
