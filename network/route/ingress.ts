import { isIP } from 'node:net';
import { type Cluster, subjectOf } from '../cluster/cluster';
import { isPortNumber } from '../cluster/port';
import { READ_KINDS } from '../cluster/read-kinds';
import type { Report } from '../cluster/report';
import type { FieldPath, Origin } from '../manifest/manifest';
import type { PodsPeer } from '../reach/peer';
import type { BackendRef } from './backend';
import { givenFields } from './fields';
import type { HostRule } from './host-rule';
import { classPods, defaultClass, mayBeIngressNginx } from './ingress-class';
import type { PathType } from './path-match';
import { readerOf } from './read-all';

export interface Ingress {
  readonly namespace: string;
  readonly name: string;
  /** Its own, or the default one of the cluster; absent when neither is in the input. */
  readonly className?: string;
  readonly rules: readonly HostRule<Ingress>[];
  /** For what no rule matches. */
  readonly defaultBackend?: BackendRef;
  readonly tls: readonly { readonly hosts: readonly string[]; readonly secret?: string }[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly origin: Origin;
}

export const REWRITE_TARGET = 'nginx.ingress.kubernetes.io/rewrite-target';
const USE_REGEX = 'nginx.ingress.kubernetes.io/use-regex';
const CLASS = 'kubernetes.io/ingress.class';

const HOST = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const PATH_TYPES: readonly PathType[] = ['Exact', 'Prefix', 'ImplementationSpecific'];

/**
 * Every Ingress of the input.
 * @throws InputError for what the API server would refuse
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/
 */
export const ingresses = readerOf<Ingress>(READ_KINDS.ingresses, ({ object, origin }, namespace, report, cluster) => {
  const at = report.at('spec');
  const spec = givenFields(at, object.spec, ['ingressClassName', 'defaultBackend', 'tls', 'rules']);
  const annotations = object.metadata.annotations ?? {};
  const rules: HostRule<Ingress>[] = [];
  const ingress: Ingress = {
    namespace,
    name: object.metadata.name,
    className: (spec.ingressClassName as string | undefined) ?? annotations[CLASS] ?? defaultClass(cluster),
    rules,
    defaultBackend: spec.defaultBackend
      ? readBackend(spec.defaultBackend, namespace, at.at('defaultBackend'))
      : undefined,
    tls: readTls(spec.tls, at.at('tls')),
    annotations,
    origin,
  };
  const isRegex =
    (annotations[USE_REGEX] === 'true' || annotations[REWRITE_TARGET]?.includes('$') === true) &&
    mayBeIngressNginx(cluster, ingress.className);
  for (const rule of readRules(spec.rules, namespace, at.at('rules')))
    rules.push({ ...rule, owner: ingress, subject: subjectOf(object), isRegex, origin });
  if (!rules.length && !ingress.defaultBackend && !at.list(spec.rules).length)
    at.problem('input/shape', 'has neither rules nor a defaultBackend');
  return ingress;
});

/** Pods of the controller that serves an Ingress, where the input has them. */
export function controllerPods(cluster: Cluster, { className }: Ingress): readonly PodsPeer[] {
  return classPods(cluster, className);
}

type ReadRule = Pick<HostRule, 'host' | 'path' | 'pathType' | 'backends' | 'field'>;

function readRules(value: unknown, namespace: string, report: Report): ReadRule[] {
  return report.list(value).flatMap((rule, index) => {
    const at = report.at(index);
    const { host: given, http } = givenFields(at, rule, ['host', 'http']);
    const host = given ? String(given) : undefined;
    if (host !== undefined && (!HOST.test(host) || isIP(host)))
      at.at('host').problem(
        'input/shape',
        `${JSON.stringify(given)} is no host; write a name such as shop.example.com or *.example.com`,
      );
    const { paths } = at.at('http').fields(http, ['paths']);
    return at
      .at('http', 'paths')
      .list(paths)
      .map((path, place) => ({ host, ...readPath(path, namespace, at.at('http', 'paths', place)) }));
  });
}

function readPath(value: unknown, namespace: string, report: Report): Omit<ReadRule, 'host'> {
  const { path: given, pathType, backend } = givenFields(report, value, ['path', 'pathType', 'backend']);
  const path = typeof given === 'string' ? given : '';
  if (!PATH_TYPES.includes(pathType as PathType))
    report
      .at('pathType')
      .problem(
        'input/shape',
        `${JSON.stringify(pathType) ?? 'nothing'} is no pathType; write ${PATH_TYPES.join(', ')}`,
      );
  const mayBeEmpty = pathType === 'ImplementationSpecific';
  if (!path.startsWith('/') && !(mayBeEmpty && path === ''))
    report.at('path').problem('input/shape', `"${path}" does not begin with /`);
  if (!mayBeEmpty && /\/\/|\/\.\.?(\/|$)|%2f/i.test(path))
    report.at('path').problem('input/shape', `"${path}" has //, /./, /../ or %2f in it, which never match`);
  const field: FieldPath = report.path;
  return {
    path,
    pathType: pathType as PathType,
    backends: [readBackend(backend, namespace, report.at('backend'))],
    field,
  };
}

function readBackend(value: unknown, namespace: string, report: Report): BackendRef {
  const { service, resource } = givenFields(report, value, ['service', 'resource']);
  const nothing: BackendRef = { kind: 'Service', namespace, name: '' };
  if ((service === undefined) === (resource === undefined))
    return report.problem('input/shape', 'needs either a service or a resource') ?? nothing;
  if (resource !== undefined) {
    const { kind, name } = report.at('resource').fields(resource, ['apiGroup', 'kind', 'name']);
    return { kind: String(kind), namespace, name: String(name) };
  }
  const at = report.at('service');
  const { name, port } = givenFields(at, service, ['name', 'port']);
  const { number, name: portName } = givenFields(at.at('port'), port, ['number', 'name']);
  if (typeof name !== 'string')
    at.at('name').problem('input/shape', `${JSON.stringify(name) ?? 'nothing'} names no Service`);
  if ((number === undefined) === (portName === undefined))
    at.at('port').problem('input/shape', 'needs either a number or a name');
  if (number !== undefined && !isPortNumber(number))
    at.at('port', 'number').problem(
      'input/port',
      `${JSON.stringify(number) ?? 'nothing'} is not a port; a name goes into port.name`,
    );
  return { kind: 'Service', namespace, name: String(name), port: (number ?? portName) as number | string };
}

function readTls(value: unknown, report: Report): Ingress['tls'] {
  return report.list(value).map((entry, index) => {
    const at = report.at(index);
    const { hosts, secretName } = givenFields(at, entry, ['hosts', 'secretName']);
    return {
      hosts: at.at('hosts').list(hosts).map(String),
      ...(typeof secretName === 'string' ? { secret: secretName } : {}),
    };
  });
}
