import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { oneOf } from '../validation/choice';
import { checkAnnotations, checkLabels, dnsLabel, subdomain } from '../validation/names';
import { flag } from '../validation/numbers';
import { isPlainObject, PropCheck, type PropNames } from '../validation/prop-check';
import { ofSameCluster } from '../validation/same-cluster';
import { checkNamespace, inNamespace } from '../workload/namespace';
import { checkBackend, type Target } from './backend';
import { checkCors } from './cors';
import { gatewayObjects, type Part } from './gateway';
import { checkFitsIngress, ingress } from './ingress';
import { checkBesideNginx, nginxAnnotations } from './nginx';
import { type GatewayReference, RoutesApi, type RoutesProps } from './routes-props';
import { checkRules, type Route } from './rule';
import { type Certificate, checkOtherCertificates, checkTls } from './tls';

const PROPS: PropNames<RoutesProps> = {
  api: true,
  name: true,
  rules: true,
  namespace: true,
  labels: true,
  annotations: true,
  className: true,
  gateway: true,
  defaultBackend: true,
  defaultBackendPort: true,
  tls: true,
  httpsRedirect: true,
  cors: true,
  nginx: true,
};
const GATEWAY: PropNames<GatewayReference> = { name: true, namespace: true, sectionName: true };

/**
 * Which hosts and paths lead to which Services, said once and written as an Ingress or in Gateway API.
 * What the chosen API can't express is an error; docs/routing.md has the table.
 *
 * @example
 * new Routes(chart, 'routes', {
 *   api: RoutesApi.INGRESS,
 *   name: 'prices',
 *   className: 'nginx',
 *   rules: [{ host: 'prices.example.com', backend: historyServer }],
 * });
 */
export class Routes extends Construct {
  /** Name of the Ingress or Gateway. */
  public readonly name: string;
  /** Namespace of the routes; undefined where neither prop nor chart names one. */
  public readonly namespace?: string;
  /** @internal */
  public readonly _certificates: readonly Certificate[];

  constructor(scope: Construct, id: string, props: RoutesProps) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const api = at.check('api', props.api, oneOf(RoutesApi));
    const name = at.check('name', props.name, subdomain);
    const namespace = checkNamespace(at, scope, props.namespace);
    const common = checkCommon(at, props, namespace);
    const parts = api === RoutesApi.INGRESS ? asIngress(at, props, common) : asGateway(at, props, common);
    const { entries } = common.tls;
    if (entries.length > 0) checkOtherCertificates(at, entries, certificatesIn(scope, namespace));
    super(scope, id);
    this.name = name;
    this.namespace = namespace;
    this._certificates = entries;
    for (const { id: part, object } of parts) new ApiObject(this, part, object);
  }
}

function asIngress(at: PropCheck, props: RoutesProps, common: Common): Part[] {
  const { routes, defaultTarget, namespace, metadata, tls, cors, httpsRedirect } = common;
  if (props.gateway !== undefined)
    at.refuse('routes/unsupported', 'gateway', props.gateway, 'an Ingress has none: take RoutesApi.GATEWAY');
  checkFitsIngress(at, routes);
  for (const { prop, targets } of routes)
    for (const target of targets) checkNear(at, `${prop}.backend`, target, namespace);
  if (defaultTarget) checkNear(at, 'defaultBackend', defaultTarget, namespace);
  const className = checkClass(at, props.className, 'of the Ingress, such as "nginx"');
  if (props.nginx === undefined) {
    const rewritten = routes.find(({ rewrite }) => rewrite !== undefined);
    const remedy =
      'an Ingress has no word for it, ingress-nginx has: give "nginx" (an empty object will do), or take RoutesApi.GATEWAY';
    if (rewritten) at.refuse('routes/unsupported', `${rewritten.prop}.rewrite`, rewritten.rewrite, remedy);
    if (cors) at.refuse('routes/unsupported', 'cors', props.cors, remedy);
    if (httpsRedirect !== undefined) at.refuse('routes/unsupported', 'httpsRedirect', httpsRedirect, remedy);
  }
  const made = {
    ...tls.annotations,
    ...(props.nginx &&
      nginxAnnotations(at, props.nginx, { routes, defaultTarget, certificates: tls.entries, cors, httpsRedirect })),
  };
  if (props.nginx) checkBesideNginx(at, props.nginx, checkAnnotations(at, 'annotations', props.annotations ?? {}));
  const annotations = checkFurther(at, props.annotations, made);
  const whole = { ...metadata, ...(Object.keys(annotations).length > 0 && { annotations }) };
  return [{ id: 'Resource', object: ingress(whole, className, routes, defaultTarget, tls.entries) }];
}

function asGateway(at: PropCheck, props: RoutesProps, common: Common): Part[] {
  const { routes, defaultTarget, namespace, metadata, tls, cors, httpsRedirect } = common;
  if (props.nginx !== undefined)
    at.refuse('routes/unsupported', 'nginx', props.nginx, 'Gateway API has no such options: take RoutesApi.INGRESS');
  for (const { prop, targets } of routes)
    for (const target of targets) checkKnown(at, `${prop}.backend`, target, namespace);
  if (defaultTarget) checkKnown(at, 'defaultBackend', defaultTarget, namespace);
  const gateway = props.gateway
    ? checkGateway(at, props, props.gateway)
    : { className: checkClass(at, props.className, 'of the Gateway, or "gateway"') };
  const annotations = checkFurther(at, props.annotations, tls.annotations);
  return gatewayObjects(at, {
    metadata,
    annotations,
    gateway,
    routes,
    defaultTarget,
    certificates: tls.entries,
    httpsRedirect: httpsRedirect ?? true,
    cors,
  });
}

type Common = ReturnType<typeof checkCommon>;

/** What does not depend on the API. */
function checkCommon(at: PropCheck, props: RoutesProps, namespace: string | undefined) {
  const { defaultBackend, defaultBackendPort } = props;
  const defaultTarget =
    defaultBackend && checkBackend(at, 'defaultBackend', defaultBackend, 'defaultBackendPort', defaultBackendPort);
  if (defaultBackendPort !== undefined && !defaultTarget)
    at.refuse('props/missing', 'defaultBackendPort', defaultBackendPort, 'has no effect without defaultBackend');
  const routes = checkRules(at, props.rules, defaultTarget !== undefined);
  const labels = checkLabels(at, 'labels', props.labels ?? {});
  const metadata = { name: props.name, ...inNamespace(namespace), ...(Object.keys(labels).length > 0 && { labels }) };
  const tls = checkTls(at, props.tls, hostsOf(routes));
  const httpsRedirect = at.optional('httpsRedirect', props.httpsRedirect, flag);
  if (httpsRedirect !== undefined && tls.entries.length === 0)
    at.refuse('props/missing', 'httpsRedirect', httpsRedirect, 'has no effect without tls');
  return { routes, defaultTarget, namespace, metadata, tls, httpsRedirect, cors: checkCors(at, props.cors) };
}

/** Certificates of other routes of the app whose Secrets are in the same namespace. */
function certificatesIn(scope: Construct, namespace: string | undefined) {
  const isThere = (other: Routes) =>
    other.namespace === namespace && (namespace !== undefined || Chart.of(other) === Chart.of(scope));
  return ofSameCluster(scope)
    .filter((construct): construct is Routes => construct instanceof Routes && isThere(construct))
    .flatMap(({ node, _certificates }) => _certificates.map((one) => ({ ...one, path: node.path })));
}

function hostsOf(routes: readonly Route[]): string[] {
  return [...new Set(routes.flatMap(({ host }) => host ?? []))];
}

function checkClass(at: PropCheck, className: string | undefined, which: string): string {
  if (className !== undefined) return at.check('className', className, subdomain);
  const problem = `is needed: the class ${which}; without one, no controller answers, or whichever is the cluster's default`;
  return at.refuse('props/missing', 'className', className, problem);
}

function checkGateway(at: PropCheck, props: RoutesProps, gateway: GatewayReference): GatewayReference {
  if (!isPlainObject(gateway)) at.refuse('props/shape', 'gateway', gateway, 'must be an object with "name"');
  at.known('gateway', gateway, GATEWAY);
  for (const prop of ['className', 'tls', 'annotations'] as const)
    if (props[prop] !== undefined)
      at.refuse('props/conflict', prop, props[prop], `belongs to the Gateway, and "${gateway.name}" is there already`);
  at.check('gateway.name', gateway.name, subdomain);
  at.optional('gateway.namespace', gateway.namespace, dnsLabel);
  at.optional('gateway.sectionName', gateway.sectionName, subdomain);
  return gateway;
}

/** Annotations of the user's own, beside those that props make. */
function checkFurther(
  at: PropCheck,
  given: { readonly [key: string]: string } | undefined,
  made: Record<string, string>,
): Record<string, string> {
  const further = checkAnnotations(at, 'annotations', given ?? {});
  for (const [key, value] of Object.entries(further)) {
    if (Object.hasOwn(made, key)) at.refuse('props/conflict', `annotations.${key}`, value, 'is made by another prop');
    if (key === 'kubernetes.io/ingress.class')
      at.refuse('props/conflict', `annotations.${key}`, value, 'is the old spelling of className');
    if (/^cert-manager\.io\/(cluster-)?issuer/.test(key))
      at.refuse(
        'props/conflict',
        `annotations.${key}`,
        value,
        'asks cert-manager for Secrets: say so with RoutesTls.fromIssuer(…)',
      );
  }
  return { ...made, ...further };
}

/** An Ingress finds Services of its own namespace only. */
function checkNear(at: PropCheck, prop: string, target: Target, namespace: string | undefined): void {
  checkKnown(at, prop, target, namespace);
  if (target.namespace !== namespace) {
    const problem = `is in namespace "${target.namespace}", and an Ingress leads to its own, "${namespace}", only: put them together, or take RoutesApi.GATEWAY`;
    at.refuse('routes/unsupported', prop, target.serviceName, problem);
  }
}

function checkKnown(at: PropCheck, prop: string, target: Target, namespace: string | undefined): void {
  if ((target.namespace === undefined) === (namespace === undefined)) return;
  const [unknown, known] = target.namespace === undefined ? ['Service', namespace] : ['routes', target.namespace];
  const problem = `the namespace of the ${unknown} is not known, the other's is "${known}": name both`;
  at.refuse('routes/namespace', prop, target.serviceName, problem);
}
