import type { Cluster } from '../cluster/cluster';

/** A question to a cluster that is worked out once; a cluster never changes. */
export function perCluster<T extends object>(work: (cluster: Cluster) => T): (cluster: Cluster) => T {
  return workedOutOnce(work);
}

/** A question to something that never changes. */
export function workedOutOnce<Of extends object, T extends object>(work: (of: Of) => T): (of: Of) => T {
  const known = new WeakMap<Of, T>();
  return (of) => {
    const before = known.get(of);
    if (before) return before;
    const answer = work(of);
    known.set(of, answer);
    return answer;
  };
}
