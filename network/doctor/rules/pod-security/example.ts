/** A Deployment, in a namespace with labels if some are given. */
export function deployment({
  labels = '',
  pod = '',
  context = '',
}: {
  labels?: string;
  pod?: string;
  context?: string;
}) {
  const namespace = `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: { ${labels} }
---`;
  return `${labels && namespace}
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:${pod && `\n      ${pod}`}
      containers:
        - name: api
          image: registry.example/api:1.4.2${context && `\n          securityContext:\n            ${context}`}
`;
}

export const RESTRICTED = `allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
            runAsNonRoot: true
            seccompProfile: { type: RuntimeDefault }`;
