import { type AddressRange, formatRange } from '../cluster/address';
import type { Protocol } from '../cluster/port';
import type { Pods, Workload } from '../cluster/workload';

/** One end of a connection. */
export type Peer = PodsPeer | AddressPeer | NodePeer;

export interface PodsPeer {
  readonly kind: 'pods';
  readonly workload: Workload;
  readonly pods: Pods;
}

/** Addresses outside of the cluster. */
export interface AddressPeer {
  readonly kind: 'addresses';
  readonly ranges: readonly AddressRange[];
  /** What to call them; by default the ranges themselves. */
  readonly name?: string;
}

/** The node that the pod at the other end runs on. */
export interface NodePeer {
  readonly kind: 'node';
}

export interface Port {
  readonly protocol: Protocol;
  readonly port: number;
}

export function podsPeers(workload: Workload): PodsPeer[] {
  return workload.pods.map((pods) => ({ kind: 'pods', workload, pods }));
}

/** `prod/web[Deployment]`, `10.0.0.0-10.255.255.255`, `its node`; the pod's name where pods of one owner differ. */
export function formatPeer(peer: Peer): string {
  if (peer.kind === 'node') return 'its node';
  if (peer.kind === 'addresses') return peer.name ?? peer.ranges.map(formatRange).join(', ');
  const { workload, pods } = peer;
  const one = workload.pods.length > 1 && pods.podName !== undefined && pods.podName !== workload.name;
  return one ? `${workload.id} pod ${pods.podName}` : workload.id;
}

export function formatPort({ protocol, port }: Port): string {
  return `${protocol} ${port}`;
}
