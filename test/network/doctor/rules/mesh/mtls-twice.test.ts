import { ruleSays } from '../../support/rule-says';

const authentication = (name: string, namespace = 'shop', selector = '') => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ${namespace} }
spec: { mtls: { mode: STRICT }${selector} }
---`;

ruleSays(
  'mesh/mtls-twice',
  [
    [
      'two for one namespace',
      authentication('default') + authentication('other'),
      [
        'warning PeerAuthentication shop/other:7 is for all pods of namespace shop, as PeerAuthentication default is → keep one of the two, or give this one a selector',
      ],
    ],
  ],
  [
    ['one for each namespace', authentication('default') + authentication('default', 'lab')],
    [
      'one for some pods',
      authentication('default') + authentication('db', 'shop', ', selector: { matchLabels: { app: db } }'),
    ],
  ],
);
