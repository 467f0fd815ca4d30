import { BlockList, isIP } from 'node:net';
import type { Manifest } from './synth';

/**
 * A second opinion on policies for the tests of the charts: labels, ports and address blocks, written straight from the
 * Kubernetes documentation and sharing no code with what it judges.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  /** By which rules that name a port find its number. */
  readonly ports?: readonly (Port & { readonly name?: string })[];
}

export interface Port {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

/** A pod, or an address outside of the cluster. */
export type Place = Pod | string;

export function podsOf(manifests: Manifest[]): Pod[] {
  return manifests.flatMap(({ kind, metadata, spec }) => {
    const template =
      { Pod: { metadata, spec }, CronJob: spec?.jobTemplate?.spec.template }[kind as string] ?? spec?.template;
    if (!template) return [];
    const ports = (template.spec?.containers ?? []).flatMap(({ ports = [] }: Manifest) =>
      ports.map(({ name, containerPort, protocol = 'TCP' }: Manifest) => ({ name, port: containerPort, protocol })),
    );
    return [{ name: metadata.name, namespace: metadata.namespace, labels: template.metadata.labels ?? {}, ports }];
  });
}

export function selects(selector: Record<string, string>, pod: Pod): boolean {
  return Object.entries(selector).every(([key, value]) => pod.labels[key] === value);
}

/** Both ends must agree: the source's egress and the destination's ingress. */
export function allows(manifests: Manifest[], from: Place, to: Place, port: Port): boolean {
  return side(manifests, 'Egress', from, to, to, port) && side(manifests, 'Ingress', to, from, to, port);
}

function side(
  manifests: Manifest[],
  type: 'Ingress' | 'Egress',
  own: Place,
  other: Place,
  receiver: Place,
  port: Port,
): boolean {
  if (typeof own === 'string') return true;
  const policies = manifests.filter(
    ({ kind, metadata, spec }) =>
      kind === 'NetworkPolicy' &&
      metadata.namespace === own.namespace &&
      spec.policyTypes.includes(type) &&
      selects(spec.podSelector.matchLabels ?? {}, own),
  );
  if (policies.length === 0) return true;
  const [rules, peers] = type === 'Ingress' ? (['ingress', 'from'] as const) : (['egress', 'to'] as const);
  return policies.some(({ metadata, spec }) =>
    (spec[rules] ?? []).some(
      (rule: Manifest) =>
        (!rule[peers]?.length || rule[peers].some((peer: Manifest) => isPeer(peer, other, metadata.namespace))) &&
        (!rule.ports?.length || rule.ports.some((open: Manifest) => isOpen(open, receiver, port))),
    ),
  );
}

function isOpen({ protocol = 'TCP', port, endPort }: Manifest, receiver: Place, asked: Port): boolean {
  if (protocol !== asked.protocol) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return port <= asked.port && asked.port <= (endPort ?? port);
  const ports = typeof receiver === 'string' ? [] : (receiver.ports ?? []);
  return ports.some((own) => own.name === port && own.protocol === protocol && own.port === asked.port);
}

function isPeer(peer: Manifest, place: Place, namespaceOfPolicy: string): boolean {
  // Whether a block holds for the addresses of pods is up to the network plugin.
  if (peer.ipBlock) return typeof place === 'string' && isInside(peer.ipBlock, place);
  if (typeof place === 'string') return false;
  const namespaceLabels = { ...place, labels: { 'kubernetes.io/metadata.name': place.namespace } };
  const inNamespace = peer.namespaceSelector
    ? selects(peer.namespaceSelector.matchLabels ?? {}, namespaceLabels)
    : place.namespace === namespaceOfPolicy;
  return inNamespace && selects(peer.podSelector?.matchLabels ?? {}, place);
}

function isInside({ cidr, except = [] }: Manifest, address: string): boolean {
  return isIn(cidr, address) && !except.some((block: string) => isIn(block, address));
}

export function isIn(block: string, address: string): boolean {
  const [network, prefix] = block.split('/');
  if (isIP(network!) !== isIP(address)) return false;
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network!, Number(prefix), family);
  return list.check(address, family);
}
