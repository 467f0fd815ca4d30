import { ApiObject, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { LARGE_NAMESPACE } from '../price-history-large/chart';
import { manifest } from '../workload/manifest';
import { ENFORCE_RESTRICTED } from '../workload/pod-security';

/**
 * The namespaces of the charts, two of which share one. Its file is the first in the order of names, which is the order in which kubectl
 * reads a folder.
 */
export class NamespacesChart extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    for (const name of ['production', LARGE_NAMESPACE, 'test']) {
      new ApiObject(this, name, manifest(k8s.KubeNamespace, { metadata: { name, labels: ENFORCE_RESTRICTED } }));
    }
  }
}
