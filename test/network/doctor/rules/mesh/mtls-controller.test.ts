import { mtlsController } from '../../../../../network/doctor/rules/mesh/mtls-controller';
import { ruleSays } from '../../support/rule-says';

const { bad, good } = mtlsController;

ruleSays(
  'mesh/mtls-controller',
  [
    [
      'a controller without sidecar',
      bad,
      [
        'warning PeerAuthentication shop/default spec.mtls.mode:51 edge/controller[Deployment] has no sidecar, and Ingress shop/web sends its requests through it to shop/web[Deployment] on TCP 8080 → label the pods of edge/controller[Deployment] sidecar.istio.io/inject: "true", or set portLevelMtls of 8080 to PERMISSIVE',
      ],
    ],
  ],
  [
    ['a controller in the mesh', good],
    [
      'a controller that asks for a sidecar',
      bad.replace(
        'labels: { app: ingress-nginx } }',
        'labels: { app: ingress-nginx, sidecar.istio.io/inject: "true" } }',
      ),
    ],
    [
      'a port that takes both',
      bad.replace(
        '{ mtls: { mode: STRICT } }',
        '{ mtls: { mode: STRICT }, portLevelMtls: { 8080: { mode: PERMISSIVE } } }',
      ),
    ],
    ['a mode that takes both', bad.replace('STRICT', 'PERMISSIVE')],
    ['another namespace', bad.replace('name: default, namespace: shop', 'name: default, namespace: lab')],
    ['pods that are not in the mesh either', bad.replace('istio-injection: enabled', 'team: shop')],
    [
      'an input without the namespace of the controller',
      bad.replace('kind: Namespace\nmetadata: { name: edge }', 'kind: Namespace\nmetadata: { name: other }'),
    ],
  ],
);
