/** A client that is told where the API is, and the API with its Service. */
export function clientOf(uri: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: client, namespace: shop }
spec:
  selector: { matchLabels: { app: client } }
  template:
    metadata: { labels: { app: client } }
    spec:
      containers:
        - name: client
          image: registry.example/client:1.4.2
          env: [{ name: API_URI, value: "${uri}" }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - { name: api, image: "registry.example/api:1.4.2", ports: [{ containerPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec: { selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }] }
`;
}

/** Pods with one container. */
export function podsOf(image: string, more = '', pod = ''): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: db, namespace: shop }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:${pod && `\n      ${pod}`}
      containers:
        - name: db
          image: ${image}${more && `\n          ${more}`}
`;
}
