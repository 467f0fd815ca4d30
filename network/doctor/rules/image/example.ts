/** Pods of an image with more fields in their container and their spec. */
export function podsOf(image: string, container = '', pod = ''): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:${pod && `\n      ${pod}`}
      containers:
        - name: web
          image: ${image}${container && `\n          ${container}`}
`;
}
