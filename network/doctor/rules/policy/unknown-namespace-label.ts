import { type EmptyPeer, emptyPeers } from '../../empty-peer';
import { asFields } from '../../pod-template';
import type { Fault, Rule } from '../../rule';
import { deployment, policy } from './example';

const NAMESPACE = `
apiVersion: v1
kind: Namespace
metadata: { name: monitoring }
---`;

const from = (label: string) =>
  policy(
    'api',
    `
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { ${label}: monitoring } }`,
  );

export const unknownNamespaceLabel: Rule = {
  id: 'policy/unknown-namespace-label',
  severity: 'error',
  summary: 'A peer names a namespace by a label that it does not have.',
  why: 'A namespaceSelector is compared with the labels of namespaces, not with their names, so it selects none. The one label that every namespace has by itself is `kubernetes.io/metadata.name`. Where the input does not have the Namespace object, the label may have been given by hand, and this is a warning, as it is where a label is but near to one that a Namespace of the input has.',
  fix: 'Select by `kubernetes.io/metadata.name`, or give the namespace the label.',
  bad: deployment('api') + deployment('prometheus', 9090, 'monitoring') + NAMESPACE + from('name'),
  good:
    deployment('api') + deployment('prometheus', 9090, 'monitoring') + NAMESPACE + from('kubernetes.io/metadata.name'),
  *check(examined) {
    for (const empty of emptyPeers(examined)) {
      if (empty.kind === 'unknown') yield unknown(empty);
      if (empty.kind !== 'label') continue;
      const { policy, peerPath, label, namespace, isSure } = empty;
      const path = [...peerPath, 'namespaceSelector'];
      yield {
        on: policy.origin,
        path,
        ...(!isSure && { severity: 'warning' }),
        message: `no namespace has the label ${label}; ${namespace} is the name of one, and a name is the label kubernetes.io/metadata.name`,
        fix: `write kubernetes.io/metadata.name: ${namespace}`,
        ...(isSure && { edits: editsOf(examined.objectOf(policy.origin), path, label, namespace) }),
      };
    }
  },
};

/** The namespace may be somewhere else, after all. */
function unknown({ policy, peerPath, label, meant, there }: EmptyPeer & { readonly kind: 'unknown' }): Fault {
  const known = there.slice(0, SHOWN).join(', ') + (there.length > SHOWN ? ' and more' : '');
  return {
    on: policy.origin,
    path: [...peerPath, 'namespaceSelector'],
    severity: 'warning',
    message: meant
      ? `no namespace of the input has the label ${label}; the nearest is ${meant}`
      : `no namespace of the input has the label ${label}, nor any of its kind; they have ${known}`,
    fix: meant
      ? `write ${meant.replace('=', ': ')}, or apply the Namespace that has ${label}`
      : `select by kubernetes.io/metadata.name, or give the Namespace the label ${label}`,
  };
}

const SHOWN = 3;

function editsOf(object: object, path: readonly (string | number)[], label: string, namespace: string) {
  const selector = path.reduce<unknown>((value, field) => (value as Record<string | number, unknown>)[field], object);
  const key = label.slice(0, -namespace.length - 1);
  if (asFields(asFields(selector).matchLabels)[key] === undefined) return undefined;
  const labels = [...path, 'matchLabels'];
  return [{ path: [...labels, 'kubernetes.io/metadata.name'], value: namespace }, { path: [...labels, key] }];
}
