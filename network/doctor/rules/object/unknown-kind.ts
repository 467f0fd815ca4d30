import { nearest } from '../../../route/nearest';
import { KNOWN_KINDS } from '../../data/kubernetes-kinds';
import type { Examined } from '../../examined';
import { asFields, specOf } from '../../pod-template';
import type { Rule } from '../../rule';

const manifest = (kind: string) => `
apiVersion: networking.k8s.io/v1
kind: ${kind}
metadata: { name: nginx }
spec: { controller: example.com/ingress }
`;

export const unknownKind: Rule = {
  id: 'object/unknown-kind',
  severity: 'warning',
  summary: 'An object is of a kind that its API group does not have.',
  why: 'kubectl refuses it: "no matches for kind". The kinds of the groups of Kubernetes, Gateway API, Istio and Linkerd are known; other groups are not looked at.',
  fix: 'Write the kind as it is called, or the group that it is of.',
  bad: manifest('IngressClas'),
  good: manifest('IngressClass'),
  *check(examined) {
    const defined = definedKinds(examined);
    for (const { object, origin } of examined.manifests) {
      const { apiVersion, kind } = object;
      const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
      const kinds = KNOWN_KINDS.get(group);
      if (!kinds || kinds.includes(kind) || defined.has(`${group}/${kind}`) || kind.endsWith('List')) continue;
      const elsewhere = [...KNOWN_KINDS]
        .filter(([other, some]) => other !== 'extensions' && some.includes(kind)) // every kind of that group is gone
        .map(([other]) => other);
      yield {
        on: origin,
        path: ['kind'],
        message: `${group === '' ? 'the core group' : group} has no kind ${kind}`,
        fix: remedy(kind, kinds, elsewhere),
      };
    }
  },
};

function remedy(kind: string, kinds: readonly string[], elsewhere: readonly string[]): string {
  if (elsewhere.length) return `write ${elsewhere.map((group) => `apiVersion: ${latest(group)}`).join(' or ')}`;
  const near = kinds.find((other) => other.toLowerCase() === kind.toLowerCase()) ?? nearest(kind, kinds);
  return near ? `write kind: ${near}` : `write one of ${kinds.join(', ')}`;
}

function latest(group: string): string {
  return group === '' ? 'v1' : `${group}/${group === 'autoscaling' ? 'v2' : 'v1'}`;
}

/** What the input brings definitions for itself. */
function definedKinds(examined: Examined): ReadonlySet<string> {
  return new Set(
    examined.of('apiextensions.k8s.io/v1/CustomResourceDefinition').map(({ object }) => {
      const { group, names } = specOf(object);
      return `${group}/${asFields(names).kind}`;
    }),
  );
}
