import { type Cluster, type Protocol, podName, probes } from './clusters';
import { EGRESS, INGRESS, OPEN } from './judge';

/** What an engine makes of a cluster. */
export interface Engine {
  /** @param from `namespace/name` of a pod, or an address */
  between(from: string, to: string): (port: number, protocol: Protocol) => Answer;
}

export interface Answer {
  /** `allowed` or `denied`; whatever else is never right where the law decides. */
  readonly verdict: string;
  /** What the policies of each side say, where the engine was asked for it. */
  readonly egress?: boolean;
  readonly ingress?: boolean;
}

export interface Comparison {
  compared: number;
  /** Cells that the law leaves to the network plugin: self traffic, and pods under an ipBlock. */
  open: number;
  readonly disagreements: Disagreement[];
}

export interface Disagreement {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly judge: { readonly egress: boolean; readonly ingress: boolean };
  readonly engine: Answer;
}

/**
 * Holds an engine's answers about a cluster against the judge's.
 * @throws Error if the judge gave another number of cells than there are
 */
export function compare(cluster: Cluster, cells: string, engine: Engine): Comparison {
  const { addresses, ports } = probes(cluster);
  const pods = cluster.pods.map(podName);
  const peers = [...pods, ...addresses];
  const result: Comparison = { compared: 0, open: 0, disagreements: [] };
  let at = 0;
  peers.forEach((from, i) => {
    peers.forEach((to, j) => {
      if (i >= pods.length && j >= pods.length) return;
      const ask = engine.between(from, to);
      for (const { port, protocol } of ports) {
        const cell = Number(cells[at++]);
        if (cell & OPEN) {
          result.open++;
          continue;
        }
        result.compared++;
        const judge = { egress: Boolean(cell & EGRESS), ingress: Boolean(cell & INGRESS) };
        const answer = ask(port, protocol);
        if (!agrees(answer, judge)) result.disagreements.push({ from, to, port, protocol, judge, engine: answer });
      }
    });
  });
  if (at !== cells.length) throw new Error(`the judge gave ${cells.length} cells for a cluster of ${at}`);
  return result;
}

function agrees({ verdict, egress, ingress }: Answer, judge: Disagreement['judge']): boolean {
  return (
    verdict === (judge.egress && judge.ingress ? 'allowed' : 'denied') &&
    (egress ?? judge.egress) === judge.egress &&
    (ingress ?? judge.ingress) === judge.ingress
  );
}
