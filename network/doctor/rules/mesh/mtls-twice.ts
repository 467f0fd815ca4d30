import { namespaceOf } from '../../../cluster/cluster';
import { groupBy } from '../../../group-by';
import type { Examined } from '../../examined';
import { asFields, specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { istio } from './istio';

const authentication = (name: string, mode: string, namespace = 'shop') => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ${namespace} }
spec: { mtls: { mode: ${mode} } }
---`;

export const mtlsTwice: Rule = {
  id: 'mesh/mtls-twice',
  severity: 'warning',
  summary: 'Two PeerAuthentications are for all of one namespace.',
  why: 'Istio takes the oldest one and passes over the others, and which one that is differs from cluster to cluster.',
  fix: 'Keep one, or give the other a selector.',
  bad: authentication('default', 'STRICT') + authentication('other', 'PERMISSIVE'),
  good: authentication('default', 'STRICT') + authentication('default', 'PERMISSIVE', 'lab'),
  *check(examined: Examined) {
    const wide = istio(examined, 'security', 'PeerAuthentication').filter(
      ({ object }) => !Object.keys(asFields(asFields(specOf(object).selector).matchLabels)).length,
    );
    for (const [namespace, [first, ...others]] of groupBy(wide, ({ object }) => namespaceOf(object)))
      for (const { origin } of others)
        yield {
          on: origin,
          message: `is for all pods of namespace ${namespace}, as PeerAuthentication ${first!.object.metadata.name} is`,
          fix: 'keep one of the two, or give this one a selector',
        };
  },
};
