/** A Deployment whose container has more fields, and whose pods have. */
export function deployment(container = '', pod = ''): string {
  return `
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
          image: registry.example/api:1.4.2${container && `\n          ${container}`}
`;
}

/** Says that pods may have what is of their node. */
export const PRIVILEGED_NAMESPACE = `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: { pod-security.kubernetes.io/enforce: privileged }
---`;

/** A CronJob with more fields in its spec and in that of its pods. */
export function cronJob(spec: string, pod = 'restartPolicy: Never'): string {
  return `
apiVersion: batch/v1
kind: CronJob
metadata: { name: fetch, namespace: shop }
spec:
  schedule: "0 15 * * *"
  ${spec}
  jobTemplate:
    spec:
      template:
        spec:
          ${pod}
          containers: [{ name: fetch, image: "registry.example/fetch:1.4.2" }]
`;
}
