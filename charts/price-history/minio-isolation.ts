import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ingressPolicy } from '../policy/ingress-policy';
import { Peer } from '../policy/peer';
import { checkLabels, subdomain } from '../validation/names';
import { PropCheck, type PropNames } from '../validation/prop-check';
import { inNamespace } from '../workload/namespace';
import { checkHistoryServer, type IHistoryServer } from './history-server-endpoint';
import { checkMinio, type IMinio } from './minio-endpoint';

export interface MinioIsolationProps {
  /** The MinIO to isolate. */
  readonly minio: IMinio;
  /** The only client let in, unless `allowFrom` adds others; in MinIO's namespace. */
  readonly historyServer: IHistoryServer;
  /**
   * Name of the policy.
   * @default "minio-network-policy"
   */
  readonly name?: string;
  /**
   * Labels of the policy object.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
}

const PROPS: PropNames<MinioIsolationProps> = {
  minio: true,
  historyServer: true,
  name: true,
  labels: true,
};

/**
 * Shuts MinIO's pods to everyone but the history server's pods and, where there are several, each other. Only connections
 * *to* MinIO are touched: what the history server may reach stays as it was, its DNS included.
 *
 * Every other client is cut off as well: a console, `mc` jobs. `allowFrom` lets them in.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 *
 * @example
 * const isolation = new MinioIsolation(chart, 'isolation', { minio, historyServer });
 * isolation.allowFrom(Peer.podsInNamespace('backup', { app: 'mc' }));
 */
export class MinioIsolation extends Construct {
  /** Name of the policy. */
  public readonly name: string;

  private readonly from: Peer[];

  constructor(scope: Construct, id: string, props: MinioIsolationProps) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const minio = checkMinio(at, props.minio);
    const historyServer = checkHistoryServer(at, props.historyServer);
    const name = at.check('name', props.name ?? 'minio-network-policy', subdomain);
    const labels = checkLabels(at, 'labels', props.labels ?? {});
    if (minio.namespace === undefined && Chart.of(scope).namespace !== undefined) {
      const problem = `its namespace is not known, and the policy would be in that of its own chart, "${Chart.of(scope).namespace}"`;
      at.refuse('policy/namespace', 'minio', minio.node.path, problem);
    }
    if (historyServer.namespace !== minio.namespace) {
      const problem = `its pods are in namespace "${historyServer.namespace}", MinIO's in "${minio.namespace}"; a policy finds pods of another namespace only by allowFrom(Peer.podsInNamespace(…))`;
      at.refuse('policy/namespace', 'historyServer', historyServer.node.path, problem);
    }
    super(scope, id);
    this.name = name;
    this.from = [Peer.pods(historyServer.podLabels)];
    if (minio.replicas > 1) this.from.push(Peer.pods(minio.podLabels));

    const metadata = { name, ...inNamespace(minio.namespace), ...(Object.keys(labels).length > 0 && { labels }) };
    new ApiObject(this, 'Resource', ingressPolicy(metadata, minio.podLabels, minio.port, this.from));
  }

  /**
   * Lets a further peer connect to MinIO's port.
   * @param peer an entry of its own: it adds to the others
   */
  public allowFrom(peer: Peer): void {
    this.from.push(Peer._check(`${this.node.path}.allowFrom`, peer));
  }
}
