import type { Network } from '../../../network';
import type { Peer, PodsPeer } from '../../../network/reach/peer';
import { hasPort } from '../../../network/reach/port-set';
import type { Live } from '../state/live';
import type { KubeObject } from '../state/system';
import { type Attempt, connect, type Protocol } from './attempts';
import { type Lab, type LabPod, NODE_ADDRESS, nameOf } from './lab';

/** A port that every pod of the lab listens on, and that none declares. */
export const UNDECLARED_PORT = 4242;
/** Ports that the addresses outside listen on. */
export const OUTSIDE_PORTS = [80, 443] as const;
const PROTOCOLS = ['TCP', 'UDP'] as const;

/** What network/ says of a connection, and why. */
export interface Expected {
  readonly verdict: 'allowed' | 'denied' | 'undecidable' | 'not applicable';
  readonly reason: string;
}

export type Kind =
  | 'a port that a container declares'
  | 'a port that no container declares'
  | 'a Service'
  | 'a headless Service'
  | 'a port of the nodes'
  | 'an address outside'
  | 'a pod, from outside';

/** One connection to try, and what is known of it before. */
export interface Case {
  readonly kind: Kind;
  /** Name of a pod, or an address outside. */
  readonly from: string;
  /** For people: `production/minio-0:9000/TCP`. */
  readonly to: string;
  readonly attempt: Attempt;
  /** Names of those that may take it. */
  readonly takers: readonly string[];
  readonly expected: Expected;
}

/** What became of a case: `prohibited`, or that one of the takers answered, or neither. */
export type Result = 'taken' | 'prohibited' | `lost: ${string}`;

/** All connections that pods, and addresses outside, can try; with the answers of network/, which knows but the manifests. */
export class Cases {
  constructor(
    private readonly network: Network,
    private readonly live: Live,
    private readonly lab: Lab,
    private readonly outside: readonly string[],
  ) {}

  all(): Case[] {
    const { pods } = this.lab;
    return [
      ...pods.flatMap((from) => pods.flatMap((to) => this.betweenPods(from, to))),
      ...pods.flatMap((from) => this.network.cluster.services.flatMap((service) => this.toService(from, service))),
      ...pods.flatMap((pod) => this.outside.flatMap((address) => this.withOutside(pod, address))),
    ];
  }

  /** `namespace/name[Kind]` of what made a pod, in the manifests; a pod `…-run` stands for those of a CronJob. */
  workloadOf({ object }: LabPod): string {
    const owner = this.live.topOwner(object);
    const [, cronJob] = /^(.*)-run$/.exec(nameOf(owner)) ?? [];
    return cronJob ? `${cronJob}[CronJob]` : `${nameOf(owner)}[${owner.kind}]`;
  }

  /** What network/ says of a connection from a pod. */
  ask(from: LabPod, to: string): Expected {
    const { verdict, reason } = this.network.reach(this.workloadOf(from), to);
    return { verdict, reason };
  }

  private betweenPods(from: LabPod, to: LabPod): Case[] {
    return portsOf(to).flatMap(({ port, protocols }) =>
      PROTOCOLS.map((protocol): Case => {
        const isDeclared = protocols.includes(protocol);
        const isItself = from === to;
        const expected = () => {
          if (isItself) return { verdict: 'allowed', reason: 'a pod always reaches itself' } as const;
          if (isDeclared) return this.ask(from, `${this.workloadOf(to)}:${port}/${protocol}`);
          return this.byPolicies(this.peer(from), this.peer(to), protocol, port);
        };
        return {
          kind: isDeclared ? 'a port that a container declares' : 'a port that no container declares',
          from: nameOf(from.object),
          to: `${nameOf(to.object)}:${port}/${protocol}`,
          attempt: { protocol, to: `${to.address}:${port}` },
          takers: [nameOf(to.object)],
          expected: expected(),
        };
      }),
    );
  }

  private toService(from: LabPod, service: Network['cluster']['services'][number]): Case[] {
    const { namespace, name } = service;
    const { spec } = this.live.find(`Service ${namespace}/${name}`);
    const isHeadless = spec.clusterIP === 'None';
    return spec.ports.flatMap(({ port, protocol, nodePort }: KubeObject): Case[] => {
      const addresses = this.live.readyAddresses(namespace, name);
      const endpoints = this.lab.pods.filter(({ address }) => addresses.some((one) => one.includes(` ${address}:`)));
      const one = (kind: Kind, to: string, target: string): Case => ({
        kind,
        from: nameOf(from.object),
        to,
        attempt: { protocol, to: target },
        takers: endpoints.map(({ object }) => nameOf(object)),
        expected: this.ask(from, to),
      });
      const asked = `${namespace}/${name}[Service]:${port}/${protocol}`;
      if (isHeadless)
        return endpoints.map(({ address, object }) => ({
          ...one('a headless Service', asked, `${address}:${port}`),
          takers: [nameOf(object)],
        }));
      // More often than there are pods behind it, which take turns by chance.
      const often = Array.from({ length: 2 * endpoints.length }, () =>
        one('a Service', asked, `${spec.clusterIP}:${port}`),
      );
      // One that the cluster picks is in no manifest, and network/ can know nothing of it.
      if (!nodePort || !service.ports.some((one) => one.nodePort === nodePort)) return often;
      return [...often, one('a port of the nodes', `node:${nodePort}/${protocol}`, `${NODE_ADDRESS}:${nodePort}`)];
    });
  }

  private withOutside(pod: LabPod, address: string): Case[] {
    const name = nameOf(pod.object);
    const [peer] = this.network.senders(address).peers;
    const out = OUTSIDE_PORTS.flatMap((port) =>
      PROTOCOLS.map((protocol): Case => {
        const to = `${address}:${port}`;
        const expected = this.ask(pod, `${to}/${protocol}`);
        return {
          kind: 'an address outside',
          from: name,
          to: `${to}/${protocol}`,
          attempt: { protocol, to },
          takers: [address],
          expected,
        };
      }),
    );
    const into = portsOf(pod).flatMap(({ port }) =>
      PROTOCOLS.map(
        (protocol): Case => ({
          kind: 'a pod, from outside',
          from: address,
          to: `${name}:${port}/${protocol}`,
          attempt: { protocol, to: `${pod.address}:${port}`, from: address },
          takers: [name],
          expected: this.byPolicies(peer!, this.peer(pod), protocol, port),
        }),
      ),
    );
    return [...out, ...into];
  }

  /** Of any port: of those too that no container declares, of which network/ says else that nobody is known to listen. */
  private byPolicies(from: Peer, to: Peer, protocol: Protocol, port: number): Expected {
    const { sure, possible } = this.network.reachability.open(from, to);
    if (hasPort(sure, protocol, port)) return { verdict: 'allowed', reason: '' };
    if (!hasPort(possible, protocol, port)) return { verdict: 'denied', reason: '' };
    return { verdict: 'undecidable', reason: 'only an ipBlock admits it' };
  }

  private peer(pod: LabPod): PodsPeer {
    const peers = this.network.senders(this.workloadOf(pod)).peers as PodsPeer[];
    return peers.find(({ pods }) => pods.podName === pod.object.metadata.name) ?? peers[0]!;
  }
}

/** Tries all of them, those of each network at the same time. */
export async function tryAll(lab: Lab, cases: readonly Case[]): Promise<Map<Case, Result>> {
  const networks = new Map([
    ...lab.pods.map(({ object, network }) => [nameOf(object), network] as const),
    ...cases.filter(({ attempt }) => attempt.from).map(({ from }) => [from, lab.outside] as const),
  ]);
  const results = new Map<Case, Result>();
  await Promise.all(
    [...networks].map(async ([name, network]) => {
      const own = cases.filter(({ from }) => from === name);
      const outcomes = await connect(
        network,
        own.map(({ attempt }) => attempt),
      );
      outcomes.forEach(({ answer, error }, i) => {
        const one = own[i]!;
        if (error === 'prohibited') results.set(one, 'prohibited');
        else results.set(one, one.takers.includes(answer ?? '') ? 'taken' : `lost: ${error ?? answer}`);
      });
    }),
  );
  return results;
}

/** Ports that the listeners of a pod are on, and the protocols that containers declare for them. */
export function portsOf({ object }: LabPod): { readonly port: number; readonly protocols: readonly Protocol[] }[] {
  const declared = object.spec.containers.flatMap(({ ports = [] }: KubeObject) =>
    ports.map(({ containerPort, protocol = 'TCP' }: KubeObject) => ({ port: containerPort, protocol })),
  ) as readonly { port: number; protocol: Protocol }[];
  return [...new Set([...declared.map(({ port }) => port), UNDECLARED_PORT])].map((port) => ({
    port,
    protocols: declared.filter((one) => one.port === port).map(({ protocol }) => protocol),
  }));
}
