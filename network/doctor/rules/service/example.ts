/** The pods that the examples of this group put a Service in front of. */
export const SERVED_POD = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: api
          image: registry.example/api:1.4.2
          ports: [{ name: http, containerPort: 8080 }]
`;

/** A Service in front of them. */
export function service(spec: string, name = 'api'): string {
  return `${SERVED_POD}---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: ${spec}
`;
}
