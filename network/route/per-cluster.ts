import type { Cluster } from '../cluster/cluster';

/** A question to a cluster that is worked out once; a cluster never changes. */
export function perCluster<T extends object>(work: (cluster: Cluster) => T): (cluster: Cluster) => T {
  const known = new WeakMap<Cluster, T>();
  return (cluster) => {
    const before = known.get(cluster);
    if (before) return before;
    const answer = work(cluster);
    known.set(cluster, answer);
    return answer;
  };
}
