/** A web server behind a Service, and a Gateway, for examples. */
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
  ports: [{ port: 80, targetPort: 8080 }]
---`;

export function gateway(
  listeners = '{ name: http, port: 80, protocol: HTTP }',
  { namespace = 'shop', className = 'edge' } = {},
): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: ${namespace} }
spec:
  gatewayClassName: ${className}
  listeners:
    - ${listeners}
---`;
}

export function route(
  backends = '{ name: web, port: 80 }',
  { parent = '{ name: public }', namespace = 'shop', name = 'web', spec = '', match = '/' } = {},
): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  parentRefs: [${parent}]${spec && `\n  ${spec}`}
  rules:
    - matches: [{ path: { value: ${match} } }]
      backendRefs: [${backends}]
---`;
}
