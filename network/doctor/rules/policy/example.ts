/** Pieces of the examples of this group. */

/** Pods of namespace `shop` unless another is named, labelled `app: name`. */
export function deployment(name: string, port: number | string = 8080, namespace = 'shop', env = ''): string {
  const declared = typeof port === 'number' ? `{ containerPort: ${port} }` : port;
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: ${name}
          image: registry.example/${name}:1.4.2
          ports: [${declared}]${env}
---`;
}

/** A policy for the pods `app: name`. */
export function policy(name: string, rules: string, selector = `{ matchLabels: { app: ${name} } }`): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec:
  podSelector: ${selector}${rules}
---`;
}

export const DNS_RULE = `
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
      ports:
        - { protocol: UDP, port: 53 }
        - { protocol: TCP, port: 53 }`;
