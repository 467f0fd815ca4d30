type Fields = Readonly<Record<string, unknown>>;

interface PodsOptions {
  readonly namespace?: string;
  readonly kind?: string;
  readonly labels?: Fields;
  readonly ports?: readonly Fields[];
  readonly env?: Readonly<Record<string, string>>;
  /** Of the pods. */
  readonly spec?: Fields;
  /** Of what makes them. */
  readonly more?: Fields;
}

/** A Deployment with the port 8080 and the label `app: name`, on one line. */
export function pods(name: string, options: PodsOptions = {}): string {
  const {
    namespace = 'shop',
    kind = 'Deployment',
    labels = { app: name },
    ports = [{ containerPort: 8080 }],
  } = options;
  const env = Object.entries(options.env ?? {}).map(([key, value]) => ({ name: key, value }));
  const container = { name, image: `registry.example/${name}:1.4.2`, ports, env };
  return object('apps/v1', kind, name, namespace, {
    ...options.more,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [container], ...options.spec } },
  });
}

export function service(name: string, port: number, targetPort: number | string, more: Fields = {}): string {
  return object('v1', 'Service', name, 'shop', { selector: { app: name }, ports: [{ port, targetPort }], ...more });
}

export function namespace(name: string, labels: Fields = {}): string {
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })}\n---\n`;
}

/** A policy for the pods `app: name` whose types and rules follow as they are written, from its sixth line on. */
export function policy(name: string, rules: string, selector = `{ matchLabels: { app: ${name} } }`): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec:
  podSelector: ${selector}
${rules}
---
`;
}

/** The same with its rules on one line. */
export function ingress(name: string, ...rules: readonly Fields[]): string {
  return policy(name, `  policyTypes: [Ingress]\n  ingress: ${JSON.stringify(rules)}`);
}

export function egress(name: string, ...rules: readonly Fields[]): string {
  return policy(name, `  policyTypes: [Egress]\n  egress: ${JSON.stringify(rules)}`);
}

/** A peer in the policy's own namespace. */
export function app(name: string): Fields {
  return { podSelector: { matchLabels: { app: name } } };
}

export function inNamespace(name: string, key = 'kubernetes.io/metadata.name'): Fields {
  return { namespaceSelector: { matchLabels: { [key]: name } } };
}

export const DNS = { ...inNamespace('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
export const TO_DNS = {
  to: [DNS],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
};

function object(apiVersion: string, kind: string, name: string, home: string, spec: Fields): string {
  return `${JSON.stringify({ apiVersion, kind, metadata: { name, namespace: home }, spec })}\n---\n`;
}
