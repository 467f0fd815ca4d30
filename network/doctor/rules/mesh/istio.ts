/** Istio's objects, as far as rules look at them. Nothing here checks their shape: their own schemas do. */
import { namespaceOf } from '../../../cluster/cluster';
import type { Service } from '../../../cluster/service';
import type { FieldPath, Manifest, Origin } from '../../../manifest/manifest';
import { hostMatches } from '../../../route/attachment';
import { findService } from '../../../route/lookup';
import { perCluster } from '../../../route/per-cluster';
import type { Examined } from '../../examined';
import { asFields, asList, type Fields, specOf } from '../../pod-template';

const VERSIONS = ['v1', 'v1beta1', 'v1alpha3'];

export function istio(
  { cluster }: Pick<Examined, 'cluster'>,
  group: 'networking' | 'security',
  kind: string,
): readonly Manifest[] {
  return VERSIONS.flatMap((version) => cluster.manifests.get(`${group}.istio.io/${version}/${kind}`) ?? []);
}

/** Where a VirtualService sends requests. */
export interface Destination {
  /** As it is written. */
  readonly host: string;
  /** `api.shop.svc.cluster.local` */
  readonly fullHost: string;
  readonly subset?: string;
  readonly weight?: unknown;
  readonly on: Origin;
  /** Of the destination. */
  readonly path: FieldPath;
}

/** The lists of destinations of each rule: the requests are shared among those of a list. */
export function destinations(examined: Examined): Destination[][] {
  return istio(examined, 'networking', 'VirtualService').flatMap(({ object, origin }) =>
    ['http', 'tcp', 'tls'].flatMap((protocol) =>
      asList(specOf(object)[protocol]).map((rule, index) =>
        asList(rule.route).flatMap(({ destination, weight }, place) => {
          const { host, subset } = asFields(destination);
          if (typeof host !== 'string' || isTemplate(host)) return [];
          return {
            host,
            fullHost: fullHost(host, namespaceOf(object)),
            ...(typeof subset === 'string' ? { subset } : {}),
            weight,
            on: origin,
            path: ['spec', protocol, index, 'route', place, 'destination'],
          };
        }),
      ),
    ),
  );
}

export interface DestinationRule {
  readonly host: string;
  readonly fullHost: string;
  readonly namespace: string;
  readonly subsets: readonly Fields[];
  readonly on: Origin;
}

export function destinationRules(examined: Examined): DestinationRule[] {
  return istio(examined, 'networking', 'DestinationRule').flatMap(({ object, origin: on }) => {
    const { host, subsets } = specOf(object);
    if (typeof host !== 'string' || isTemplate(host)) return [];
    const namespace = namespaceOf(object);
    return { host, fullHost: fullHost(host, namespace), namespace, subsets: asList(subsets), on };
  });
}

/** The Service of a full host, where the input has it. */
export function serviceOf({ cluster }: Examined, host: string): Service | undefined {
  const [name, namespace] = placeOf(host) ?? [];
  return name === undefined ? undefined : findService(cluster, namespace!, name);
}

/** Name and namespace of the Service that a full host means; undefined for hosts outside. */
export function placeOf(host: string): [name: string, namespace: string] | undefined {
  const [, name, namespace] = /^([^.*]+)\.([^.]+)\.svc\.[^.]+\..+$/.exec(host) ?? [];
  return name === undefined ? undefined : [name, namespace!];
}

/** Whether a ServiceEntry says what the host is. */
export function hasServiceEntry({ cluster }: Examined, host: string): boolean {
  return entryHosts(cluster).some((pattern) => hostMatches(pattern, host));
}

const entryHosts = perCluster((cluster): readonly string[] =>
  istio({ cluster }, 'networking', 'ServiceEntry').flatMap(({ object }) => {
    const { hosts } = specOf(object);
    return Array.isArray(hosts) ? hosts.map(String) : [];
  }),
);

/** Istio completes names without a dot with the namespace of the object; others are full ones. */
function fullHost(host: string, namespace: string): string {
  return host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;
}

function isTemplate(host: string): boolean {
  return /[{}$]/.test(host);
}
