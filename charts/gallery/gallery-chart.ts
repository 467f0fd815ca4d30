import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type MeshInjection, MeshNamespace } from '../mesh/mesh-namespace';
import { manifest } from '../workload/manifest';
import { ENFORCE_RESTRICTED } from '../workload/pod-security';

/** What is in no namespace, whatever its chart says of everything. */
export const IN_NO_NAMESPACE = JsonPatch.remove('/metadata/namespace');

interface GalleryOptions {
  /** For pods that join a mesh. @default - none */
  readonly injection?: MeshInjection;
  /** Labels of the namespace, which say what pods it takes; not with `injection`. @default - "restricted" ones only */
  readonly labels?: { readonly [key: string]: string };
}

/** An example in a namespace of its own, which is called like the chart and its file. */
export class GalleryChart extends Chart {
  constructor(scope: Construct, id: string, { injection, labels = ENFORCE_RESTRICTED }: GalleryOptions = {}) {
    super(scope, id, { namespace: id });
    if (injection) {
      new MeshNamespace(this, 'namespace', { name: id, injection });
    } else {
      const namespace = { metadata: { name: id, labels } };
      new ApiObject(this, 'namespace', manifest(k8s.KubeNamespace, namespace)).addJsonPatch(IN_NO_NAMESPACE);
    }
  }
}
