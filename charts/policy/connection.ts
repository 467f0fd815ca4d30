import type { IConstruct } from 'constructs';
import type { NetworkEnd } from './network-end';
import { type PolicyPort, rulePorts } from './port';

/** An end with the construct that it belongs to, where it belongs to one. */
export interface PlannedEnd extends NetworkEnd {
  readonly construct?: IConstruct;
}

/** What the plan allows; its ports grow. */
export class Connection {
  private all: readonly PolicyPort[];

  constructor(
    readonly from: PlannedEnd,
    readonly to: PlannedEnd,
    ports: readonly PolicyPort[],
  ) {
    this.all = ports;
  }

  /** None stands for every port. */
  get ports(): PolicyPort[] {
    return rulePorts(this.all);
  }

  add(ports: readonly PolicyPort[]): void {
    this.all = [...this.all, ...ports];
  }
}

/** What policies see of an end: two ends alike in this are one. */
function identityOf({ namespace, podLabels, blocks, everyone }: NetworkEnd): unknown {
  const labels = podLabels && Object.entries(podLabels).sort(([one], [other]) => (one < other ? -1 : 1));
  return [namespace, labels, blocks, everyone];
}

/** One for all connections of the same ends. */
export function keyOf(from: NetworkEnd, to: NetworkEnd): string {
  return JSON.stringify([identityOf(from), identityOf(to)]);
}
