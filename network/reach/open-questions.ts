import type { Direction } from '../cluster/network-policy';
import { mayHoldPods, type Reachability } from './reachability';
import { type WorkloadClass, workloadClasses } from './workload-classes';

/** What the NetworkPolicy standard leaves open about the connections of workloads, and network plugins answer differently. */
export interface OpenQuestion {
  readonly workloads: readonly string[];
  readonly question: string;
}

const ON_HOST =
  'uses the network of its node: most network plugins neither bind such pods by policies nor see them as pods; its connections are listed as if they did';

/** Questions with the workloads that they are about; connections that hang on them are not listed as open. */
export function openQuestions(reachability: Reachability): OpenQuestion[] {
  const byQuestion = new Map<string, string[]>();
  for (const alike of workloadClasses(reachability))
    for (const question of questionsOf(reachability, alike))
      byQuestion.set(question, [...(byQuestion.get(question) ?? []), ...alike.workloads.map(({ id }) => id)]);
  return [...byQuestion].map(([question, workloads]) => ({ question, workloads }));
}

function questionsOf(reachability: Reachability, { groups }: WorkloadClass): string[] {
  const onHost = groups.some(({ hostNetwork }) => hostNetwork) ? [ON_HOST] : [];
  const blocks = (['ingress', 'egress'] as const).flatMap((direction) => {
    const texts = groups
      .flatMap((group) => reachability.side(group, direction).blocks)
      .flatMap(({ peer }) => (mayHoldPods(peer) ? peer.text : []));
    return texts.length ? blockQuestion(direction, [...new Set(texts)].sort()) : [];
  });
  return [...onHost, ...blocks];
}

function blockQuestion(direction: Direction, blocks: readonly string[]): string {
  const rules = `${direction} rules admit ${blocks.join(' and ')}`;
  return `${rules}: whether these also hold for the addresses of pods is left open; Calico says yes, Cilium no`;
}
