import type { Manifest } from './synth';

/**
 * A second opinion on policies for the tests of the charts: labels and ports by number only, written straight from the
 * Kubernetes documentation and sharing no code with what it judges.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
}

export interface Port {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

export function podsOf(manifests: Manifest[]): Pod[] {
  return manifests.flatMap(({ kind, metadata, spec }) => {
    const template = { Pod: { metadata }, CronJob: spec?.jobTemplate?.spec.template }[kind as string] ?? spec?.template;
    return template
      ? [{ name: metadata.name, namespace: metadata.namespace, labels: template.metadata.labels ?? {} }]
      : [];
  });
}

export function selects(selector: Record<string, string>, pod: Pod): boolean {
  return Object.entries(selector).every(([key, value]) => pod.labels[key] === value);
}

/** Both ends must agree: the source's egress and the destination's ingress. */
export function allows(manifests: Manifest[], from: Pod, to: Pod, port: Port): boolean {
  return side(manifests, 'Egress', from, to, port) && side(manifests, 'Ingress', to, from, port);
}

function side(manifests: Manifest[], type: 'Ingress' | 'Egress', pod: Pod, other: Pod, port: Port): boolean {
  const policies = manifests.filter(
    ({ kind, metadata, spec }) =>
      kind === 'NetworkPolicy' &&
      metadata.namespace === pod.namespace &&
      spec.policyTypes.includes(type) &&
      selects(spec.podSelector.matchLabels ?? {}, pod),
  );
  if (policies.length === 0) return true;
  const [rules, peers] = type === 'Ingress' ? (['ingress', 'from'] as const) : (['egress', 'to'] as const);
  return policies.some(({ metadata, spec }) =>
    (spec[rules] ?? []).some(
      (rule: Manifest) =>
        (!rule[peers]?.length || rule[peers].some((peer: Manifest) => isPeer(peer, other, metadata.namespace))) &&
        (!rule.ports?.length ||
          rule.ports.some((open: Manifest) => open.port === port.port && (open.protocol ?? 'TCP') === port.protocol)),
    ),
  );
}

function isPeer(peer: Manifest, pod: Pod, namespaceOfPolicy: string): boolean {
  if (peer.ipBlock) return false;
  const namespaceLabels = { ...pod, labels: { 'kubernetes.io/metadata.name': pod.namespace } };
  const inNamespace = peer.namespaceSelector
    ? selects(peer.namespaceSelector.matchLabels ?? {}, namespaceLabels)
    : pod.namespace === namespaceOfPolicy;
  return inNamespace && selects(peer.podSelector?.matchLabels ?? {}, pod);
}
