import { ingress, WEB } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const CACHE = `
apiVersion: v1
kind: Service
metadata: { name: cache, namespace: edge }
spec: { ports: [{ port: 6379 }] }
---`;

ruleSays(
  'ingress/backend-elsewhere',
  [
    [
      'a Service that another namespace has',
      WEB + ingress({ namespace: 'edge' }),
      [
        'error Ingress edge/web spec.rules[0].http.paths[0].backend.service.name:31 Service web is in namespace shop, and the backend is looked for in edge → move the route to namespace shop, or the Service and its pods to edge',
      ],
    ],
  ],
  [
    ['a Service of the same namespace', WEB + ingress()],
    ['a namespace of which the input has a part', WEB + CACHE + ingress({ namespace: 'edge' })],
    ['a Service that no namespace has', WEB + ingress({ backend: '{ service: { name: wep, port: { number: 80 } } }' })],
  ],
);
