import { type Cluster, subjectOf } from '../cluster/cluster';
import { READ_KINDS } from '../cluster/read-kinds';
import type { Report } from '../cluster/report';
import type { Origin } from '../manifest/manifest';
import type { PodsPeer } from '../reach/peer';
import type { BackendRef } from './backend';
import { givenFields } from './fields';
import type { HostRule } from './host-rule';
import { classPods } from './ingress-class';
import { readerOf } from './read-all';

/** OpenShift's `Route`. */
export interface OpenShiftRoute {
  readonly namespace: string;
  readonly name: string;
  /** Absent where the host is left to OpenShift. */
  readonly host?: string;
  readonly backends: readonly BackendRef[];
  /** Absent: plain HTTP alone. */
  readonly tls?: { readonly termination: string; readonly insecure: 'None' | 'Allow' | 'Redirect' };
  /** The one rule it is; none without a host. */
  readonly rules: readonly HostRule<OpenShiftRoute>[];
  readonly origin: Origin;
}

/**
 * Every OpenShift Route of the input.
 * @throws InputError for what the API server would refuse
 * @see https://docs.openshift.com/container-platform/latest/networking/routes/route-configuration.html
 */
export const openShiftRoutes = readerOf<OpenShiftRoute>(
  READ_KINDS.openShiftRoutes,
  ({ object, origin }, namespace, report) => {
    const at = report.at('spec');
    const spec = givenFields(at, object.spec);
    const host = spec.host ? String(spec.host) : undefined;
    const { targetPort } = givenFields(at.at('port'), spec.port);
    const port = targetPort as number | string | undefined;
    const rules: HostRule<OpenShiftRoute>[] = [];
    const backends = [
      readTarget(spec.to, at.at('to'), namespace, port),
      ...at
        .at('alternateBackends')
        .list(spec.alternateBackends)
        .map((to, index) => readTarget(to, at.at('alternateBackends', index), namespace, port)),
    ];
    const route: OpenShiftRoute = {
      namespace,
      name: object.metadata.name,
      host,
      // The share matters once there are several.
      backends: backends.length === 1 ? backends.map(({ weight, ...only }) => only) : backends,
      tls: readTls(spec.tls, at.at('tls')),
      rules,
      origin,
    };
    if (host)
      rules.push({
        owner: route,
        subject: subjectOf(object),
        host: spec.wildcardPolicy === 'Subdomain' ? host.replace(/^[^.]+/, '*') : host,
        path: typeof spec.path === 'string' && spec.path ? spec.path : '/',
        pathType: 'Prefix',
        isRegex: false,
        backends: route.backends,
        origin,
        field: ['spec'],
      });
    return route;
  },
);

/** Pods of OpenShift's router, where the input has them. */
export function routerPods(cluster: Cluster): readonly PodsPeer[] {
  return classPods(cluster, 'openshift-default');
}

function readTarget(value: unknown, report: Report, namespace: string, port?: number | string): BackendRef {
  const { kind = 'Service', name, weight = 100 } = givenFields(report, value, ['kind', 'name', 'weight']);
  if (kind !== 'Service')
    report.at('kind').problem('input/shape', `${JSON.stringify(kind) ?? 'nothing'} is no Service`);
  if (typeof name !== 'string')
    report.at('name').problem('input/shape', `${JSON.stringify(name) ?? 'nothing'} names no Service`);
  if (!Number.isInteger(weight) || (weight as number) < 0)
    report.at('weight').problem('input/shape', `${JSON.stringify(weight)} is no weight; write 0 to 256`);
  return { kind: 'Route', namespace, name: String(name), port, weight: weight as number };
}

function readTls(value: unknown, report: Report): OpenShiftRoute['tls'] {
  if (!value) return undefined;
  const { termination, insecureEdgeTerminationPolicy: insecure = 'None' } = givenFields(report, value);
  return { termination: String(termination), insecure: insecure as 'None' | 'Allow' | 'Redirect' };
}
