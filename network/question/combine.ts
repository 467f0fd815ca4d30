import type { Answer, SideAnswer, Verdict } from '../reach/answer';

/** What an answer that sums up others is about. */
export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly port: string;
  readonly steps: readonly string[];
  readonly notTakenIntoAccount: readonly string[];
}

/** An answer without a connection to judge: there is no such name, nothing behind a Service, no route. */
export function unjudged(verdict: Verdict, reason: string, asked: Asked): Answer {
  return { ...asked, verdict, reason };
}

/** One answer of several: theirs where they agree; undecidable where they do not. */
export function combine(parts: readonly Answer[], asked?: Asked): Answer {
  const [first] = parts;
  if (!first) throw new TypeError('no answers to combine');
  if (parts.length === 1 && !asked) return first;
  const verdicts = new Set(parts.map(({ verdict }) => verdict));
  const shared = (values: string[]) => [...new Set(values)].join(', ');
  const { notTakenIntoAccount } = first;
  return new Combined(verdicts.size === 1 ? first.verdict : 'undecidable', parts, {
    from: shared(parts.map(({ from }) => from)),
    to: shared(parts.map(({ to }) => to)),
    port: shared(parts.map(({ port }) => port)),
    steps: [...new Set(parts.flatMap(({ steps }) => steps))],
    notTakenIntoAccount,
    ...asked,
  });
}

class Combined implements Answer {
  constructor(
    readonly verdict: Verdict,
    private readonly answers: readonly Answer[],
    private readonly asked: Asked,
  ) {}

  get from(): string {
    return this.asked.from;
  }

  get to(): string {
    return this.asked.to;
  }

  get port(): string {
    return this.asked.port;
  }

  get steps(): readonly string[] {
    return this.asked.steps;
  }

  get reason(): string {
    const agreed = this.answers.every(({ verdict }) => verdict === this.verdict);
    if (agreed) return [...new Set(this.answers.map(({ reason }) => reason))].join('; ');
    const each = this.answers.map(({ to, port, verdict, reason }) => `${to} on ${port} is ${verdict} (${reason})`);
    return `the answers differ: ${each.join('; ')}`;
  }

  get parts(): readonly Answer[] | undefined {
    return this.answers.length > 1 ? this.answers : undefined;
  }

  get egress(): SideAnswer | undefined {
    return this.answers.length === 1 ? this.answers[0]!.egress : undefined;
  }

  get ingress(): SideAnswer | undefined {
    return this.answers.length === 1 ? this.answers[0]!.ingress : undefined;
  }

  get remedy(): string | undefined {
    const remedies = new Set(this.answers.flatMap(({ remedy }) => remedy ?? []));
    return remedies.size ? [...remedies].join('; and ') : undefined;
  }

  get notTakenIntoAccount(): readonly string[] {
    return this.asked.notTakenIntoAccount;
  }

  toJSON(): Answer {
    const { verdict, from, to, port, reason, steps, parts, egress, ingress, remedy, notTakenIntoAccount } = this;
    return { verdict, from, to, port, reason, steps, parts, egress, ingress, remedy, notTakenIntoAccount };
  }
}
