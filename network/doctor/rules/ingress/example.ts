/** A web server behind a Service, for examples: what routes lead to. */
export const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: "registry.example/web:1.4.2", ports: [{ containerPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 80, targetPort: 8080 }]
---`;

/** An Ingress to it. */
export function ingress({
  annotations = '',
  spec = '',
  host = 'shop.example',
  path = '{ path: /, pathType: Prefix }',
  backend = '{ service: { name: web, port: { number: 80 } } }',
  namespace = 'shop',
  name = 'web',
}: {
  /** `{ a: b }` */
  readonly annotations?: string;
  /** Further lines of the spec, after `ingressClassName`. */
  readonly spec?: string;
  readonly host?: string;
  readonly path?: string;
  readonly backend?: string;
  readonly namespace?: string;
  readonly name?: string;
} = {}): string {
  const [opening] = path.split(' }');
  return `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: ${namespace}${annotations && `\n  annotations: ${annotations}`}
spec:
  ingressClassName: nginx${spec && `\n  ${spec}`}
  rules:
    - host: ${host}
      http:
        paths:
          - ${opening}, backend: ${backend} }
`;
}
