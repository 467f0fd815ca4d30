/** The resolv.conf of a pod: which names it tries in turn, and whom it asks. */
import type { Cluster } from '../cluster/cluster';
import type { Pods } from '../cluster/workload';
import { findService } from './lookup';

export interface Resolver {
  /** Domains that are put behind a name, in this order. */
  readonly searches: readonly string[];
  /** A name with fewer dots is searched for before it is tried as it stands. */
  readonly ndots: number;
  readonly asks: 'cluster' | 'outside' | 'unknown';
  /** Why it does not ask the cluster. */
  readonly why?: string;
}

/** Names that a pod tries in turn; a dot at the end makes a name absolute. */
export function candidates(name: string, { searches, ndots }: Pick<Resolver, 'searches' | 'ndots'>): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = searches.map((domain) => `${name}.${domain}`);
  const dots = name.split('.').length - 1;
  return dots >= ndots ? [name, ...searched] : [...searched, name];
}

/** What the kubelet writes for a pod that says nothing of DNS. */
export function clusterFirst(namespace: string, domain: string): Resolver {
  return { searches: [`${namespace}.svc.${domain}`, `svc.${domain}`, domain], ndots: 5, asks: 'cluster' };
}

export function resolverOf(cluster: Cluster, namespace: string, domain: string, pods: Pods | undefined): Resolver {
  const { dns, hostNetwork } = pods ?? {};
  const policy = dns?.policy ?? 'ClusterFirst';
  const onNode = policy === 'Default' || (policy === 'ClusterFirst' && hostNetwork);
  const base = policy === 'None' || onNode ? { searches: [], ndots: 1 } : clusterFirst(namespace, domain);
  const settings = {
    searches: [...base.searches, ...(dns?.searches ?? [])],
    ndots: dns?.ndots ?? base.ndots,
  };
  if (onNode) {
    const why =
      policy === 'Default'
        ? 'dnsPolicy Default asks the name servers of the node, which know no names of the cluster'
        : 'a pod on the host network asks the name servers of the node, which know no names of the cluster; set dnsPolicy ClusterFirstWithHostNet';
    return { ...settings, asks: 'outside', why };
  }
  return policy === 'None' ? { ...settings, ...asked(cluster, dns!.nameservers) } : { ...settings, asks: 'cluster' };
}

/** Whether the name servers that a pod chose for itself are those of the cluster. */
function asked(cluster: Cluster, nameservers: readonly string[]): Pick<Resolver, 'asks' | 'why'> {
  const own = findService(cluster, 'kube-system', 'kube-dns')?.clusterAddresses ?? [];
  if (nameservers.some((server) => own.includes(server))) return { asks: 'cluster' };
  const servers = nameservers.join(', ');
  return own.length
    ? { asks: 'outside', why: `dnsPolicy None asks ${servers}, not the DNS of the cluster (${own.join(', ')})` }
    : { asks: 'unknown', why: `dnsPolicy None asks ${servers}, and the input does not say whose address that is` };
}
