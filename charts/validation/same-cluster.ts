import type { IConstruct } from 'constructs';

/** Where the tree keeps what `TargetCluster` says. */
export const CLUSTER = 'gridwall/cluster';

/** The cluster that a construct is for; undefined where nobody said so. */
export function clusterOf(construct: IConstruct): string | undefined {
  return construct.node.tryGetContext(CLUSTER);
}

/** The constructs of an app that are for the same cluster. */
export function ofSameCluster(inside: IConstruct): IConstruct[] {
  const cluster = clusterOf(inside);
  return inside.node.root.node.findAll().filter((construct) => clusterOf(construct) === cluster);
}
