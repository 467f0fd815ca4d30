/** Routes of the Gateway API: HTTPRoute and its kin. */
import { type Cluster, subjectOf } from '../cluster/cluster';
import { isPortNumber } from '../cluster/port';
import { READ_KINDS } from '../cluster/read-kinds';
import type { Report } from '../cluster/report';
import type { FieldPath, Origin } from '../manifest/manifest';
import type { BackendRef } from './backend';
import { givenFields } from './fields';
import { GATEWAY_GROUP } from './gateway';
import { readerOf } from './read-all';
import { isGranted } from './reference-grant';

export interface GatewayRoute {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `HTTPRoute default/web` */
  readonly subject: string;
  /** Empty: those of the listener. */
  readonly hostnames: readonly string[];
  readonly parents: readonly ParentRef[];
  readonly rules: readonly GatewayRule[];
  readonly created?: string;
  readonly origin: Origin;
}

export interface ParentRef {
  /** `Gateway`, or another kind, such as the Service of a mesh. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
}

export interface GatewayRule {
  /** Any of them; at least one. */
  readonly matches: readonly RouteMatch[];
  readonly filters: readonly RouteFilter[];
  readonly backends: readonly BackendRef[];
  readonly field: FieldPath;
}

export interface RouteMatch {
  readonly pathType: 'Exact' | 'PathPrefix' | 'RegularExpression';
  readonly path: string;
  readonly method?: string;
  readonly headers: readonly ValueMatch[];
  readonly query: readonly ValueMatch[];
}

export interface ValueMatch {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
}

export interface RouteFilter {
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const PATH_TYPES: readonly unknown[] = ['Exact', 'PathPrefix', 'RegularExpression'];

/**
 * Every route of the Gateway API in the input.
 * @throws InputError for what the API server would refuse
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export const gatewayRoutes = readerOf<GatewayRoute>(
  READ_KINDS.gatewayRoutes,
  ({ object, origin }, namespace, report, cluster) => {
    const at = report.at('spec');
    const { parentRefs, hostnames, rules } = givenFields(at, object.spec);
    const created = object.metadata.creationTimestamp;
    return {
      kind: object.kind,
      namespace,
      name: object.metadata.name,
      subject: subjectOf(object),
      hostnames: at.at('hostnames').list(hostnames).map(String),
      parents: at
        .at('parentRefs')
        .list(parentRefs)
        .map((parent, index) => readParent(parent, namespace, at.at('parentRefs', index))),
      rules: at
        .at('rules')
        .list(rules)
        .map((rule, index) => readRule(rule, { cluster, kind: object.kind, namespace }, at.at('rules', index))),
      ...(created ? { created: created instanceof Date ? created.toISOString() : String(created) } : {}),
      origin,
    };
  },
);

interface Owner {
  readonly cluster: Cluster;
  readonly kind: string;
  readonly namespace: string;
}

function readParent(value: unknown, ownNamespace: string, report: Report): ParentRef {
  const { kind = 'Gateway', namespace = ownNamespace, name, sectionName, port } = givenFields(report, value);
  if (typeof name !== 'string')
    report.at('name').problem('input/shape', `${JSON.stringify(name) ?? 'nothing'} names no parent`);
  return {
    kind: String(kind),
    namespace: String(namespace),
    name: String(name),
    ...(sectionName ? { sectionName: String(sectionName) } : {}),
    ...(isPortNumber(port) ? { port } : {}),
  };
}

function readRule(value: unknown, owner: Owner, report: Report): GatewayRule {
  const { matches, filters, backendRefs } = givenFields(report, value);
  const read = report
    .at('matches')
    .list(owner.kind === 'HTTPRoute' ? matches : undefined)
    .map((match, index) => readMatch(match, report.at('matches', index)));
  const everything: RouteMatch = { pathType: 'PathPrefix', path: '/', headers: [], query: [] };
  const refs = report
    .at('backendRefs')
    .list(backendRefs)
    .map((ref, index) => readBackend(ref, owner, report.at('backendRefs', index)));
  return {
    matches: read.length ? read : [everything],
    filters: report
      .at('filters')
      .list(filters)
      .map((filter, index) => readFilter(filter, report.at('filters', index))),
    // The share matters once there are several.
    backends: refs.length === 1 && refs[0]!.weight !== 0 ? refs.map(({ weight, ...only }) => only) : refs,
    field: report.path,
  };
}

function readMatch(value: unknown, report: Report): RouteMatch {
  const { path: given, method, headers, queryParams } = givenFields(report, value);
  const at = report.at('path');
  const { type = 'PathPrefix', value: path = '/' } = givenFields(at, given);
  if (!PATH_TYPES.includes(type))
    at.at('type').problem('input/shape', `${JSON.stringify(type)} is none of ${PATH_TYPES.join(', ')}`);
  if (type !== 'RegularExpression' && !String(path).startsWith('/'))
    at.at('value').problem('input/shape', `${JSON.stringify(path) ?? 'nothing'} does not begin with /`);
  return {
    pathType: type as RouteMatch['pathType'],
    path: String(path),
    ...(method ? { method: String(method) } : {}),
    headers: readValues(headers, report.at('headers')),
    query: readValues(queryParams, report.at('queryParams')),
  };
}

function readValues(value: unknown, report: Report): ValueMatch[] {
  return report.list(value).map((item, index) => {
    const { type, name, value: wanted } = givenFields(report.at(index), item);
    return { name: String(name), value: String(wanted), isRegex: type === 'RegularExpression' };
  });
}

function readFilter(value: unknown, report: Report): RouteFilter {
  const filter = givenFields(report, value);
  const type = String(filter.type);
  const field = type.charAt(0).toLowerCase() + type.slice(1);
  // urlRewrite is the one whose field is written in another way.
  return { type, settings: report.fields(filter[type === 'URLRewrite' ? 'urlRewrite' : field]) };
}

function readBackend(value: unknown, owner: Owner, report: Report): BackendRef {
  const {
    group = '',
    kind = 'Service',
    namespace = owner.namespace,
    name,
    port,
    weight = 1,
  } = givenFields(report, value);
  if (typeof name !== 'string')
    report.at('name').problem('input/shape', `${JSON.stringify(name) ?? 'nothing'} names no backend`);
  if (kind === 'Service' && group === '' && !isPortNumber(port))
    report
      .at('port')
      .problem(
        'input/port',
        `${JSON.stringify(port) ?? 'nothing'} is not a port; write the number of one of the Service's`,
      );
  if (!Number.isInteger(weight) || (weight as number) < 0)
    report.at('weight').problem('input/shape', `${JSON.stringify(weight)} is no weight`);
  const to = { group: String(group), kind: String(kind), namespace: String(namespace), name: String(name) };
  const refused =
    to.namespace !== owner.namespace && !isGranted(owner.cluster, { ...owner, group: GATEWAY_GROUP }, to)
      ? `${to.kind} ${to.namespace}/${to.name} is refused: no ReferenceGrant in namespace ${to.namespace} lets ${owner.kind}s of ${owner.namespace} name it`
      : undefined;
  return {
    kind: to.kind,
    namespace: to.namespace,
    name: to.name,
    port: port as number,
    ...(owner.kind === 'UDPRoute' ? { protocol: 'UDP' as const } : {}),
    weight: weight as number,
    ...(refused ? { refused } : {}),
  };
}
