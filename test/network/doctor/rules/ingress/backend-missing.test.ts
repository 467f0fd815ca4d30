import { ingress, WEB } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const to = (name: string, more = '') =>
  `${WEB}${more}${ingress({ backend: `{ service: { name: ${name}, port: { number: 80 } } }` })}`;

const OPERATED = `
apiVersion: k8s.elastic.co/v1
kind: Elasticsearch
metadata: { name: logs, namespace: shop }
---`;

const CACHE = `
apiVersion: v1
kind: Service
metadata: { name: cache, namespace: edge }
spec: { ports: [{ port: 6379 }] }
---`;

ruleSays(
  'ingress/backend-missing',
  [
    [
      'a name with a slip',
      to('wep'),
      [
        'error Ingress shop/web spec.rules[0].http.paths[0].backend.service.name:31 namespace shop has no Service wep; it has web → write web, or add a Service wep',
      ],
    ],
    [
      'a name that is like none',
      to('checkout-service'),
      [
        'error Ingress shop/web spec.rules[0].http.paths[0].backend.service.name:31 namespace shop has no Service checkout-service; it has web → add a Service checkout-service to namespace shop',
      ],
    ],
    [
      'a default backend',
      `${WEB}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: all, namespace: shop }
spec: { defaultBackend: { service: { name: wep, port: { number: 80 } } } }
`,
      [
        'error Ingress shop/all spec.defaultBackend.service.name:23 namespace shop has no Service wep; it has web → write web, or add a Service wep',
      ],
    ],
    [
      'a Service that another namespace has',
      WEB + ingress({ namespace: 'edge' }),
      [
        'error Ingress edge/web spec.rules[0].http.paths[0].backend.service.name:31 Service web is in namespace shop, and the backend is looked for in edge → move the route to namespace shop, or the Service and its pods to edge',
      ],
    ],
    [
      'one that a custom resource has another name than',
      to('elastic', OPERATED),
      [
        'error Ingress shop/web spec.rules[0].http.paths[0].backend.service.name:35 namespace shop has no Service elastic; it has web → add a Service elastic to namespace shop',
      ],
    ],
  ],
  [
    ['a namespace of which the input has a part', WEB + CACHE + ingress({ namespace: 'edge' })],
    ['a Service that is there', to('web')],
    [
      'a namespace whose pods are not in the input',
      ingress({ backend: '{ service: { name: wep, port: { number: 80 } } }' }),
    ],
    ['a Service that an operator makes', to('logs-es-http', OPERATED)],
    [
      'another resource than a Service',
      WEB + ingress({ backend: '{ resource: { apiGroup: k8s.example, kind: Bucket, name: files } }' }),
    ],
    [
      'what a load balancer of AWS reads from an annotation',
      WEB + ingress({ backend: '{ service: { name: ssl-redirect, port: { name: use-annotation } } }' }),
    ],
  ],
);
