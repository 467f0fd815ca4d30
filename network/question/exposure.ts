import { everyAddress, formatRange } from '../cluster/address';
import type { Position } from '../manifest/manifest';
import type { Answer, Verdict } from '../reach/answer';
import type { AddressPeer } from '../reach/peer';
import type { Reachability } from '../reach/reachability';
import { type EntryPoint, entryPoints } from '../route/entries';
import { FromOutside } from './from-outside';
import { ThroughController } from './through-controller';

/** A way into the cluster from outside of it, and whether the policies let anybody through. */
export interface Exposure {
  /** `LoadBalancer`, `NodePort`, `ExternalIP`, `HostPort`, `HostNetwork`, `Ingress`, `Route`, `HTTPRoute` … */
  readonly kind: string;
  /** The object that opens it: `Service prod/web`. */
  readonly subject: string;
  /** What clients connect to: `TCP 30080 of every node`, `shop.example.com/cart (Prefix)`. */
  readonly at: string;
  /** Blocks that clients have to be in; empty: nobody has to. */
  readonly sources: readonly string[];
  /** Of all targets: undecidable where they differ, not applicable where there are none. */
  readonly verdict: Verdict;
  readonly targets: readonly ExposedTarget[];
  readonly notes: readonly string[];
  readonly position: Position;
}

export interface ExposedTarget {
  /** `prod/web[Deployment]`, or addresses of endpoints that were made by hand. */
  readonly to: string;
  /** `TCP 8080`: a port of the pods. */
  readonly port: string;
  /** The workload, where it is one. */
  readonly workload?: string;
  /** Whom policies see: `any address outside`, or the pods of a controller. */
  readonly from: string;
  readonly verdict: Verdict;
  readonly reason: string;
}

const ANYONE: AddressPeer = {
  kind: 'addresses',
  ranges: [everyAddress(4), everyAddress(6)],
  name: 'any address outside',
};

/** Every way in. @throws InputError for routes that the API server would refuse */
export function exposure(reachability: Reachability): Exposure[] {
  return entryPoints(reachability.cluster).map((entry) => {
    const targets = answersOf(reachability, entry).map((answer, index) => targetOf(entry, index, answer));
    const { kind, subject, at, sources, notes, origin } = entry;
    return {
      kind,
      subject,
      at,
      sources: sources.map(formatRange),
      verdict: verdictOf(entry, targets),
      targets,
      notes,
      position: origin.position,
    };
  });
}

/** One for each target. */
function answersOf(reachability: Reachability, entry: EntryPoint): Answer[] {
  const { proxies, sources, targets } = entry;
  if (proxies) {
    const through = new ThroughController(reachability);
    return targets.map((target) => through.reach(proxies, target));
  }
  // Who is not in the source ranges does not get that far.
  const sender: AddressPeer = sources.length ? { kind: 'addresses', ranges: sources } : ANYONE;
  return new FromOutside(reachability).enter(sender, entry);
}

function targetOf({ targets }: EntryPoint, index: number, { from, to, port, verdict, reason }: Answer): ExposedTarget {
  const target = targets[index]!;
  return { to, port, ...(target.kind === 'pods' ? { workload: target.workload.id } : {}), from, verdict, reason };
}

function verdictOf({ kind }: EntryPoint, targets: readonly ExposedTarget[]): Verdict {
  const [first] = targets;
  // Pods on the network of their node are there with ports that nobody declares.
  if (!first) return kind === 'HostNetwork' ? 'undecidable' : 'not applicable';
  return targets.every(({ verdict }) => verdict === first.verdict) ? first.verdict : 'undecidable';
}
