import { namespaceOf } from '../../../cluster/cluster';
import { READ_KINDS } from '../../../cluster/read-kinds';
import { GATEWAY_GROUP } from '../../../route/gateway';
import { isGranted } from '../../../route/reference-grant';
import type { Examined } from '../../examined';
import { asFields, asList, specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { gateway } from './example';

const GATEWAY = gateway(
  '{ name: https, port: 443, protocol: HTTPS, hostname: a.example, tls: { certificateRefs: [{ name: web-tls, namespace: certs }] } }',
);
const grant = (from: string) => `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: gateways, namespace: certs }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: Gateway, namespace: ${from} }]
  to: [{ group: "", kind: Secret }]
`;

export const certificateNotGranted: Rule = {
  id: 'gateway/certificate-not-granted',
  severity: 'error',
  summary: 'A listener takes its certificate from another namespace, which does not let it.',
  why: 'Without a ReferenceGrant in the namespace of the Secret, the listener gets ResolvedRefs=False (RefNotPermitted) and serves no TLS.',
  fix: 'Add a ReferenceGrant to the namespace of the Secret, or keep the Secret beside the Gateway.',
  bad: GATEWAY + grant('edge'),
  good: GATEWAY + grant('shop'),
  *check(examined: Examined) {
    // A namespace of which the input has nothing may well have a grant.
    const known = new Set(examined.manifests.map(({ object }) => namespaceOf(object)));
    for (const { object, origin } of examined.of(...READ_KINDS.gateways)) {
      const own = namespaceOf(object);
      for (const [index, { tls }] of asList(specOf(object).listeners).entries())
        for (const [place, ref] of asList(asFields(tls).certificateRefs).entries()) {
          const { group = '', kind = 'Secret', name, namespace } = ref as Readonly<Record<string, string>>;
          if (typeof namespace !== 'string' || namespace === own || !known.has(namespace)) continue;
          const to = { group, kind, namespace, name: String(name) };
          if (isGranted(examined.cluster, { group: GATEWAY_GROUP, kind: 'Gateway', namespace: own }, to)) continue;
          yield {
            on: origin,
            path: ['spec', 'listeners', index, 'tls', 'certificateRefs', place, 'namespace'],
            message: `no ReferenceGrant in namespace ${namespace} lets Gateways of ${own} name ${kind} ${name}`,
            fix: `add a ReferenceGrant to namespace ${namespace}, from Gateway of ${own} to ${kind} ${name}`,
          };
        }
    }
  },
};
