/** What a namespace lets routes of other namespaces name. */
import type { Cluster } from '../cluster/cluster';
import { READ_KINDS } from '../cluster/read-kinds';
import { readerOf } from './read-all';

interface Grant {
  readonly namespace: string;
  readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
  readonly to: readonly { readonly group: string; readonly kind: string; readonly name?: string }[];
}

export const referenceGrants = readerOf<Grant>(READ_KINDS.referenceGrants, ({ object }, namespace, report) => {
  const at = report.at('spec');
  const { from, to } = at.fields(object.spec, ['from', 'to']);
  const list = (field: string, value: unknown) =>
    at
      .at(field)
      .list(value)
      .map((item, index) => at.at(field, index).fields(item));
  return { namespace, from: list('from', from), to: list('to', to) } as unknown as Grant;
});

/** Whether an object may name one of another namespace. */
export function isGranted(
  cluster: Cluster,
  from: { readonly group: string; readonly kind: string; readonly namespace: string },
  to: { readonly group: string; readonly kind: string; readonly namespace: string; readonly name: string },
): boolean {
  return referenceGrants(cluster).some(
    (grant) =>
      grant.namespace === to.namespace &&
      grant.from.some(
        ({ group, kind, namespace }) => group === from.group && kind === from.kind && namespace === from.namespace,
      ) &&
      grant.to.some(({ group, kind, name }) => group === to.group && kind === to.kind && (!name || name === to.name)),
  );
}
