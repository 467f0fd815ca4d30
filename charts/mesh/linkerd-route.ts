import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { HttpRoute } from '../../imports/gateway.networking.k8s.io';
import { checkBackend, type IServiceBackend, type Target } from '../routing/backend';
import { list } from '../validation/choice';
import { checkLabels, subdomain } from '../validation/names';
import { wholeNumber } from '../validation/numbers';
import { PropCheck, type PropNames, type Rule } from '../validation/prop-check';
import { manifest } from '../workload/manifest';
import { inNamespace } from '../workload/namespace';

/** The methods that may be sent twice without harm, and read something. */
const RETRIED = ['GET', 'HEAD'] as const;

const statusRange: Rule<string> = {
  code: 'mesh/retry-on',
  wants: '"5xx", "gateway-error", a status such as "503" or a range such as "500-504"',
  accepts: (value) => typeof value === 'string' && /^(5xx|gateway-error|[1-5]\d\d(-[1-5]\d\d)?)$/.test(value),
};

export interface LinkerdRouteProps {
  /** The Service whose clients get retries and timeouts; the objects are in its namespace. */
  readonly service: IServiceBackend;
  /**
   * Name of its port.
   * @default - its first port
   */
  readonly port?: string;
  /**
   * Name of the HTTPRoute for all requests; that for the requests that are tried again has "-retried" behind it.
   * @default - the Service's name with "-linkerd" behind it, and with that of the port between them where `port` is given
   */
  readonly name?: string;
  /**
   * Labels of the objects.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * How often a failed GET or HEAD is tried again at most. Other methods never are: they may have had their effect.
   * @default - never
   */
  readonly retries?: number;
  /**
   * The answers after which it is tried again.
   * @default - 5xx
   */
  readonly retryOn?: string[];
  /**
   * Seconds that a client waits in all, retries included, until it is told that no answer came (504).
   * @default - no limit
   */
  readonly timeoutSeconds?: number;
}

const PROPS: PropNames<LinkerdRouteProps> = {
  service: true,
  port: true,
  name: true,
  labels: true,
  retries: true,
  retryOn: true,
  timeoutSeconds: true,
};

/**
 * Retries and timeouts in the Linkerd proxies of a Service's clients: HTTPRoutes whose parent is the Service, with the
 * annotations that Linkerd (2.16 and later) reads. Needs the definitions of Gateway API in the cluster.
 * @see https://linkerd.io/2/reference/retries/
 * @see https://linkerd.io/2/reference/timeouts/
 *
 * @example
 * new LinkerdRoute(chart, 'route', { service: api, retries: 3, timeoutSeconds: 10 });
 */
export class LinkerdRoute extends Construct {
  /** Name of the HTTPRoute for all requests. */
  public readonly name: string;

  constructor(scope: Construct, id: string, props: LinkerdRouteProps) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const target = checkBackend(at, 'service', props.service, 'port', props.port);
    if (target.namespace === undefined && Chart.of(scope).namespace !== undefined) {
      const problem = `its namespace is not known, and the routes would be in that of the chart, "${Chart.of(scope).namespace}"`;
      at.refuse('routes/namespace', 'service', target.serviceName, problem);
    }
    const name = at.check(
      'name',
      props.name ?? [target.serviceName, props.port, 'linkerd'].filter(Boolean).join('-'),
      subdomain,
    );
    const labels = checkLabels(at, 'labels', props.labels ?? {});
    const retries = at.optional('retries', props.retries, wholeNumber(1, 100));
    const timeout = at.optional('timeoutSeconds', props.timeoutSeconds, wholeNumber(1, 86400));
    if (retries === undefined && timeout === undefined)
      at.refuse(
        'props/missing',
        'retries',
        retries,
        'must be given, or timeoutSeconds: without them the route has no effect',
      );
    if (props.retryOn !== undefined && retries === undefined)
      at.refuse('props/missing', 'retryOn', props.retryOn, 'has no effect without retries');
    const retryOn = at.check('retryOn', props.retryOn ?? ['5xx'], list) as string[];
    for (const [i, status] of retryOn.entries()) at.check(`retryOn[${i}]`, status, statusRange);
    super(scope, id);
    this.name = name;

    const waits: Record<string, string> = timeout === undefined ? {} : { 'timeout.linkerd.io/request': `${timeout}s` };
    const marks = Object.keys(labels).length > 0 ? { labels } : {};
    const metadata = { ...inNamespace(target.namespace), ...marks };
    new ApiObject(
      this,
      'Resource',
      route({ name, ...metadata, ...(timeout !== undefined && { annotations: waits }) }, target),
    );
    if (retries === undefined) return;
    const annotations = {
      'retry.linkerd.io/http': retryOn.join(','),
      'retry.linkerd.io/limit': `${retries}`,
      ...waits,
    };
    new ApiObject(this, 'Retried', route({ name: `${name}-retried`, ...metadata, annotations }, target, RETRIED));
  }
}

/** A route from the Service to itself: what Linkerd hangs its settings on. */
function route(
  metadata: { name: string; annotations?: Record<string, string> },
  { serviceName: name, port }: Target,
  methods: readonly (typeof RETRIED)[number][] = [],
) {
  const path = { type: 'PathPrefix', value: '/' } as const;
  return manifest(HttpRoute, {
    metadata,
    spec: {
      parentRefs: [{ group: 'core', kind: 'Service', name, port }],
      rules: [
        {
          matches: methods.length > 0 ? methods.map((method) => ({ method, path })) : [{ path }],
          backendRefs: [{ name, port }],
        },
      ],
    },
  });
}
