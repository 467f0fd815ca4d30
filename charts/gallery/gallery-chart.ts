import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { manifest } from '../workload/manifest';
import { ENFORCE_RESTRICTED } from '../workload/pod-security';

/** An example in a namespace of its own, which it makes, and which takes only pods that keep to "restricted". */
export abstract class GalleryChart extends Chart {
  constructor(scope: Construct, id: string, namespace: string) {
    super(scope, id, { namespace });
    const made = new ApiObject(
      this,
      'namespace',
      manifest(k8s.KubeNamespace, { metadata: { name: namespace, labels: ENFORCE_RESTRICTED } }),
    );
    // The chart puts its namespace on every object, but a namespace is in none.
    made.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
}
