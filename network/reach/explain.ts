import type { Answer, SideAnswer, Verdict } from './answer';
import { explainSide } from './explain-side';
import { formatPeer, formatPort, type Peer, type Port } from './peer';
import { isOnePod, type Judgement, type Reachability } from './reachability';
import { remedy } from './remedy';

interface Asked {
  readonly from: Peer;
  readonly to: Peer;
  readonly port: Port;
  readonly steps: readonly string[];
}

/** The answer to a judged question. Its grounds are looked up when somebody reads them. */
export function explained(reachability: Reachability, judgement: Judgement, asked: Asked): Answer {
  return new Explained(reachability, judgement, asked);
}

class Explained implements Answer {
  constructor(
    private readonly reachability: Reachability,
    private readonly judgement: Judgement,
    private readonly asked: Asked,
  ) {}

  get verdict(): Verdict {
    return this.judgement.verdict;
  }

  get from(): string {
    return formatPeer(this.asked.from);
  }

  get to(): string {
    return formatPeer(this.asked.to);
  }

  get port(): string {
    return formatPort(this.asked.port);
  }

  get steps(): readonly string[] {
    return this.asked.steps;
  }

  get egress(): SideAnswer | undefined {
    return this.side('egress');
  }

  get ingress(): SideAnswer | undefined {
    return this.side('ingress');
  }

  get reason(): string {
    if (this.judgement.reason) return this.judgement.reason;
    const { egress, ingress } = this;
    const refusing = [egress, ingress].filter((side) => side && !side.admitted);
    if (this.verdict === 'denied') return refusing.map((side) => refusal(side!, side === egress)).join('; and ');
    const said = [egress && admission(egress, true), ingress && admission(ingress, false)].filter(Boolean);
    return said.join('; ') || 'no policy stands between them';
  }

  get remedy(): string | undefined {
    if (this.verdict !== 'denied') return undefined;
    const changes = (['egress', 'ingress'] as const).flatMap((direction) => {
      const { from, to, port } = this.asked;
      if (this.side(direction)?.admitted !== false) return [];
      return remedy(this.reachability.question(from, to, port, direction)!) ?? [];
    });
    return changes.join('; and ') || undefined;
  }

  get notTakenIntoAccount(): readonly string[] {
    return this.reachability.cluster.notTakenIntoAccount;
  }

  toJSON(): Answer {
    const { verdict, from, to, port, reason, steps, egress, ingress, remedy: change, notTakenIntoAccount } = this;
    return { verdict, from, to, port, reason, steps, egress, ingress, remedy: change, notTakenIntoAccount };
  }

  private side(direction: 'egress' | 'ingress'): SideAnswer | undefined {
    if (this.verdict === 'not applicable') return undefined;
    const { from, to, port } = this.asked;
    // Policies have no say in these.
    if (from.kind === 'node' || to.kind === 'node' || isOnePod(from, to)) return undefined;
    const question = this.reachability.question(from, to, port, direction);
    return question && explainSide(question);
  }
}

function refusal(side: SideAnswer, isEgress: boolean): string {
  const names = side.policies.map(({ policy }) => policy).join(', ');
  const direction = isEgress ? 'egress from' : 'ingress to';
  const policies = side.policies.length === 1 ? `NetworkPolicy ${names} isolates` : `NetworkPolicies ${names} isolate`;
  if (!side.refusals.length) return `${policies} ${direction} ${side.of} and has no rule that admits anything`;
  return `${policies} ${direction} ${side.of}, and no rule admits it: ${side.refusals
    .map(({ policy, rule, why }) => `${rule} of ${policy}: ${why}`)
    .join('; ')}`;
}

function admission(side: SideAnswer, isEgress: boolean): string {
  const direction = isEgress ? 'egress from' : 'ingress to';
  if (!side.isolated) return `no policy isolates ${direction} ${side.of}`;
  const rules = side.admittedBy.map(({ policy, rule }) => `${rule} of NetworkPolicy ${policy}`).join(', ');
  return `${rules} ${side.admittedBy.length === 1 ? 'admits' : 'admit'} ${direction} ${side.of}`;
}
