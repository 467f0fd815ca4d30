import type { Network } from '../../../network';
import type { Peer, PodsPeer } from '../../../network/reach/peer';
import { hasPort } from '../../../network/reach/port-set';
import type { Live } from '../state/live';
import type { KubeObject } from '../state/system';
import { type LabPod, nameOf } from './lab';

/** What network/ says of a connection, and why where it leaves it open. */
export interface Expected {
  readonly verdict: 'allowed' | 'denied' | 'undecidable' | 'not applicable';
  readonly reason: string;
}

/** Puts connections of running pods to network/, which knows but manifests. */
export class Questions {
  constructor(
    private readonly network: Network,
    private readonly live: Live,
  ) {}

  /** `namespace/name[Kind]` of what made a pod, in the manifests. */
  workloadOf({ object }: LabPod): string {
    const owner = this.live.topOwner(object);
    const name = nameOf(owner);
    const ofJob = /^(.*)-run$/.exec(name);
    return ofJob ? `${ofJob[1]}[CronJob]` : `${name}[${owner.kind}]`;
  }

  /** From a pod to a port that a container of another declares. */
  reach(from: string, to: string): Expected {
    const { verdict, reason } = this.network.reach(from, to);
    return { verdict, reason };
  }

  /** What the policies alone say, of any port: of those too that no container declares. */
  open(from: Peer, to: Peer, protocol: 'TCP' | 'UDP', port: number): Expected {
    const { sure, possible } = this.network.reachability.open(from, to);
    if (hasPort(sure, protocol, port)) return { verdict: 'allowed', reason: '' };
    if (!hasPort(possible, protocol, port)) return { verdict: 'denied', reason: '' };
    return { verdict: 'undecidable', reason: 'only an ipBlock admits it' };
  }

  peer(pod: LabPod): PodsPeer {
    const { peers } = this.network.senders(this.workloadOf(pod));
    const ofPods = peers.filter((peer): peer is PodsPeer => peer.kind === 'pods');
    return ofPods.find(({ pods }) => pods.podName === pod.object.metadata.name) ?? ofPods[0]!;
  }
}

/** Ports that containers of a pod declare. */
export function declaredPorts({ spec }: KubeObject): { readonly port: number; readonly protocol: 'TCP' | 'UDP' }[] {
  return spec.containers.flatMap(({ ports = [] }: KubeObject) =>
    ports.map(({ containerPort, protocol }: KubeObject) => ({ port: containerPort, protocol: protocol ?? 'TCP' })),
  );
}
