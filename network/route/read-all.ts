import { type Cluster, namespaceOf, subjectOf } from '../cluster/cluster';
import { Report } from '../cluster/report';
import { InputError, type Problem } from '../input-error';
import type { Manifest } from '../manifest/manifest';
import { perCluster } from './per-cluster';

/** Where an object of a kind is read, with its namespace and the report for what is wrong with it. */
export type Reader<T> = (manifest: Manifest, namespace: string, report: Report, cluster: Cluster) => T;

/** All objects of these kinds (`apiVersion/Kind`), read once for a cluster. The reader throws nothing: it reports. */
export function readerOf<T>(kinds: readonly string[], read: Reader<T>): (cluster: Cluster) => readonly T[] {
  return perCluster((cluster) => {
    const problems: Problem[] = [];
    const objects = kinds
      .flatMap((kind) => cluster.manifests.get(kind) ?? [])
      .map((manifest) => {
        const report = new Report(subjectOf(manifest.object), manifest.origin, problems);
        return read(manifest, namespaceOf(manifest.object), report, cluster);
      });
    if (problems.length) throw new InputError(problems);
    return objects;
  });
}
