import { InputError, type Problem } from '../input-error';
import { formatPosition, type Position } from '../manifest/manifest';
import type { Network } from '../question/network';
import type { Answer } from '../reach/answer';
import type { Expectation, Outcome } from './expectation';

type Verdict = Omit<Outcome, 'expectation'>;

/**
 * Holds a network to expectations.
 * @throws InputError naming the expectations that are about nothing in the input
 */
export function judge(network: Network, expectations: readonly Expectation[]): Outcome[] {
  const problems: Problem[] = [];
  const outcomes = expectations.flatMap((expectation) => {
    try {
      return { expectation, ...verdictOn(network, expectation) };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const { message } of error.problems)
        problems.push({ code: 'input/expectation', message, position: expectation.position });
      return [];
    }
  });
  if (problems.length) throw new InputError(problems);
  return outcomes;
}

function verdictOn(network: Network, expectation: Expectation): Verdict {
  switch (expectation.kind) {
    case 'allow':
    case 'deny':
      return connection(network.reach(expectation.from, expectation.to), expectation.kind);
    case 'isolated':
      return isolated(network, expectation);
    case 'onlyReached': {
      const { others, missing } = network.onlyReachedBy(expectation.target, expectation.by);
      const reasons = [
        ...others.map((other) => `it is also reached on ${other}`),
        ...missing.map(({ from, to, port, verdict, reason }) => `${from} -> ${to} on ${port} is ${verdict}: ${reason}`),
      ];
      return verdict(reasons.length === 0, reasons.join('; ') || 'these reach it and nobody else');
    }
    case 'resolve': {
      const answer = network.resolve(expectation.name, expectation.from);
      const service = answer.service && `${answer.service.namespace}/${answer.service.name}`;
      const isName = answer.verdict === 'resolves' || answer.verdict === 'outside';
      const leads = expectation.to === undefined || expectation.to === service;
      const reason = leads ? answer.reason : `it leads to ${service ?? 'no Service'}: ${answer.reason}`;
      return verdict(isName && leads, `${answer.verdict}: ${reason}`);
    }
    case 'route': {
      const answer = network.route(expectation.url);
      return verdict(network.routesTo(answer, expectation.to), `${answer.verdict}: ${answer.reason}`);
    }
  }
}

function connection(answer: Answer, kind: 'allow' | 'deny'): Verdict {
  const { verdict: given, reason, remedy, egress, ingress } = answer;
  const passed = given === (kind === 'allow' ? 'allowed' : 'denied');
  const deciding = [egress, ingress].flatMap((side) => (side?.admitted ? side.admittedBy : (side?.policies ?? [])));
  return {
    passed,
    reason: `${given}: ${reason}`,
    remedy: passed ? undefined : kind === 'allow' ? remedy : howToDeny(answer),
    policies: deciding.map(({ policy, position }) => ({ policy, position })),
  };
}

function howToDeny({ verdict: given, egress, ingress }: Answer): string | undefined {
  if (given !== 'allowed') return undefined;
  const rules = [ingress, egress].find((side) => side?.admittedBy.length)?.admittedBy;
  if (rules)
    return `narrow ${rules.map(({ policy, rule, position }) => `${rule} of NetworkPolicy ${policy} (${formatPosition(position)})`).join(' and ')}`;
  return ingress && `add a NetworkPolicy that selects ${ingress.of} for ingress, and admits only who may`;
}

function isolated(
  network: Network,
  { workload, direction }: { readonly workload: string; readonly direction?: 'ingress' | 'egress' },
): Verdict {
  const directions = direction ? [direction] : (['ingress', 'egress'] as const);
  const answers = directions.flatMap((one) => network.isolation(workload, one));
  const open = answers.filter((answer) => !answer.isolated);
  const reason = (open.length ? open : answers).map((answer) => answer.reason).join('; ');
  return verdict(open.length === 0, reason);
}

function verdict(
  passed: boolean,
  reason: string,
  policies: readonly { policy: string; position: Position }[] = [],
): Verdict {
  return { passed, reason, policies };
}
