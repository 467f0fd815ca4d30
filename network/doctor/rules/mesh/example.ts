/** Two versions of a Service, for examples. */
const pods = (version: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: api-${version}, namespace: shop }
spec:
  selector: { matchLabels: { app: api, version: ${version} } }
  template:
    metadata: { labels: { app: api, version: ${version} } }
    spec:
      containers:
        - { name: api, image: "registry.example/api:1.4.2", ports: [{ containerPort: 8080 }] }
---`;

export const API = `${pods('v1')}${pods('v2')}
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec:
  selector: { app: api }
  ports: [{ name: http, port: 80, targetPort: 8080 }]
---`;

export function virtualService(...routes: readonly string[]): string {
  return `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: api, namespace: shop }
spec:
  hosts: [api]
  http:
    - route:
${routes.map((route) => `        - ${route}`).join('\n')}
---`;
}

export function destinationRule(subsets: string, host = 'api'): string {
  return `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: api, namespace: shop }
spec:
  host: ${host}
  subsets: [${subsets}]
---`;
}

export const V1 = '{ name: v1, labels: { version: v1 } }';
export const V2 = '{ name: v2, labels: { version: v2 } }';
