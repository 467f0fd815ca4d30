import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { PropCheck, type PropNames } from '../validation/prop-check';
import { checkWorkloadLabels } from '../workload/labels';
import { manifest } from '../workload/manifest';
import { inNamespace } from '../workload/namespace';
import { checkMinioEndpoint, MINIO_ATTRIBUTES, type MinioAttributes, MinioReference } from './minio-endpoint';

export interface MinioServiceProps extends MinioAttributes {
  /**
   * Further labels of the Service object.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
}

export const MINIO_SERVICE_PROPS: PropNames<MinioServiceProps> = {
  ...MINIO_ATTRIBUTES,
  labels: true,
};

/**
 * Just the ClusterIP Service over MinIO pods that are there already.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#type-clusterip
 */
export class MinioService extends MinioReference {
  constructor(scope: Construct, id: string, props: MinioServiceProps = {}) {
    const at = PropCheck.of(scope, id, props, MINIO_SERVICE_PROPS);
    const endpoint = checkMinioEndpoint(at, scope, props);
    const labels = checkWorkloadLabels(at, endpoint.podLabels, props.labels).all;
    super(scope, id, endpoint);

    new ApiObject(
      this,
      'Resource',
      manifest(k8s.KubeService, {
        metadata: {
          name: endpoint.serviceName,
          ...inNamespace(endpoint.namespace),
          labels,
        },
        spec: {
          type: 'ClusterIP',
          selector: endpoint.podLabels,
          ports: [{ protocol: 'TCP', port: endpoint.port, targetPort: endpoint.port }],
        },
      }),
    );
  }
}
