import { ApiObject } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import type { ErrorCode } from '../validation/error-codes';
import { ofSameCluster } from '../validation/same-cluster';
import type { Plain } from './manifest';

/**
 * What is wrong with the node ports of a Service beside others of the app: each is there once in a cluster.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
 */
export function nodePortConflicts(service: ApiObject): string[] {
  const own = nodePortsOf(service);
  if (own.length === 0) return [];
  const isOther = (one: IConstruct): one is ApiObject =>
    ApiObject.isApiObject(one) && one.apiVersion === 'v1' && one.kind === 'Service' && !isSame(one, service);
  return ofSameCluster(service)
    .filter(isOther)
    .flatMap((other) => nodePortsOf(other).map((port) => ({ port, other })))
    .filter(({ port }) => own.includes(port))
    .map(({ port, other: { node } }) => {
      const code: ErrorCode = 'service/node-port';
      return `node port ${port} is that of another Service, too, ${node.path}: a cluster has each once [${code}]`;
    });
}

/** Itself, or the same Service in another chart: where they differ, that is told of all objects. */
function isSame(one: ApiObject, other: ApiObject): boolean {
  const { name, namespace } = one.metadata;
  return one === other || (namespace !== undefined && namespace === other.metadata.namespace && name === other.name);
}

/** `30080/TCP` */
function nodePortsOf(service: ApiObject): string[] {
  const { spec } = service.toJson() as { spec?: Plain<k8s.ServiceSpec> };
  return (spec?.ports ?? []).flatMap(({ nodePort: port, protocol = 'TCP' }) => (port ? `${port}/${protocol}` : []));
}
