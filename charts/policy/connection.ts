import type { IConstruct } from 'constructs';
import type { NetworkEnd } from './network-end';
import type { PlannedPort } from './port';

/** An end with the construct that it belongs to, where it belongs to one. */
export interface PlannedEnd extends NetworkEnd {
  readonly construct?: IConstruct;
  /** Whether somebody chose its name, which then stands for it as it is. */
  readonly isCalled?: boolean;
}

/** What the plan allows. */
export interface Connection {
  readonly from: PlannedEnd;
  readonly to: PlannedEnd;
  /** As they were said: each perhaps more than once. */
  readonly ports: readonly PlannedPort[];
}

/** What policies see of an end: two ends alike in this are one. */
function identityOf({ namespace, podLabels, blocks, everyone }: NetworkEnd): unknown {
  const labels = podLabels && Object.entries(podLabels).sort(([one], [other]) => (one < other ? -1 : 1));
  return [namespace, labels, blocks, everyone];
}

/** One for all connections of the same ends. */
export function keyOf({ from, to }: Pick<Connection, 'from' | 'to'>): string {
  return JSON.stringify([identityOf(from), identityOf(to)]);
}

/**
 * An end as the name of a policy has it: with its namespace where that is not the policy's, so that pods of one name in two
 * namespaces are told apart whatever else the plan allows.
 */
export function textOf({ name, namespace, podLabels, isCalled }: PlannedEnd, home: string): string {
  const isElsewhere = namespace !== undefined && namespace !== home;
  const saysWhere = isCalled || (podLabels === undefined && name === namespace);
  return isElsewhere && !saysWhere ? `${namespace}.${name}` : name;
}
