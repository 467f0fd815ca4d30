import { Protocol } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { LinkerdRoute, type LinkerdRouteProps, ServiceBackend } from '../../../charts';
import {
  expectEveryPropToMatter,
  expectRefused,
  idsIn,
  newChart,
  pick,
  type Refusal,
  render,
  testRefusals,
} from '../../support/synth';

const NAMESPACE = 'production';
const servicePorts = [
  { name: 'http', port: 80 },
  { name: 'admin', port: 9000 },
  { name: 'dns', port: 53, protocol: Protocol.UDP },
];
const api = (namespace?: string) =>
  ServiceBackend.fromServiceBackendAttributes(newChart(), 'api', { serviceName: 'api', namespace, servicePorts });
const service = api(NAMESPACE);
const rendered = (props: LinkerdRouteProps) =>
  render((chart) => new LinkerdRoute(chart, 'route', props), { namespace: NAMESPACE });
const PROPS: Required<LinkerdRouteProps> = {
  service,
  port: 'admin',
  name: 'api-route',
  labels: { team: 'api' },
  retries: 3,
  retryOn: ['gateway-error', '500-502'],
  timeoutSeconds: 10,
};
const path = { type: 'PathPrefix', value: '/' };

describe('LinkerdRoute', () => {
  const required = { service, retries: 3 };

  it('says what row 001-45 wants in annotations that Linkerd reads: 3 retries within 10 s', () => {
    const made = rendered({ service, retries: 3, timeoutSeconds: 10 });
    const spec = (matches: object[]) => ({
      parentRefs: [{ group: 'core', kind: 'Service', name: 'api', port: 80 }],
      rules: [{ matches, backendRefs: [{ name: 'api', port: 80 }] }],
    });
    expect(pick(made, 'HTTPRoute', 'api-linkerd-retried')).toMatchObject({
      metadata: {
        namespace: NAMESPACE,
        annotations: {
          'retry.linkerd.io/http': '5xx',
          'retry.linkerd.io/limit': '3',
          'timeout.linkerd.io/request': '10s',
        },
      },
      spec: spec([
        { method: 'GET', path },
        { method: 'HEAD', path },
      ]),
    });
    expect(pick(made, 'HTTPRoute', 'api-linkerd')).toMatchObject({
      metadata: { namespace: NAMESPACE, annotations: { 'timeout.linkerd.io/request': '10s' } },
      spec: spec([{ path }]),
    });
  });

  it('never tries again what may have had its effect', () => {
    const made = rendered(PROPS);
    const retried = made.filter(({ metadata }) => metadata.annotations['retry.linkerd.io/limit'] !== undefined);
    const methods = retried.flatMap(({ spec }) =>
      spec.rules[0].matches.map(({ method }: { method: string }) => method),
    );
    expect(methods).toEqual(['GET', 'HEAD']);
  });

  it('is one route with a timeout alone, and two with retries alone', () => {
    expect(rendered({ service, timeoutSeconds: 1 }).map(({ metadata }) => metadata.name)).toEqual(['api-linkerd']);
    const [all, retried] = rendered({ service, retries: 1 });
    expect(all.metadata).not.toHaveProperty('annotations');
    expect(retried.metadata.annotations).toEqual({ 'retry.linkerd.io/http': '5xx', 'retry.linkerd.io/limit': '1' });
  });

  it('has ids and a name', () => {
    const made = new LinkerdRoute(newChart({ namespace: NAMESPACE }), 'route', PROPS);
    expect([made.name, ...idsIn(made)]).toEqual(['api-route', 'Resource', 'Retried']);
  });

  it('has the port in its default name where one is given, so that two ports of a Service go together', () => {
    const chart = newChart({ namespace: NAMESPACE });
    const servicePorts = ['http', 'admin'].map((name, i) => ({ name, port: 80 + i }));
    const both = ServiceBackend.fromServiceBackendAttributes(chart, 'both', { serviceName: 'api', servicePorts });
    for (const port of ['http', 'admin']) new LinkerdRoute(chart, port, { service: both, port, retries: 1 });
    expect(chart.toJson().map(({ metadata }) => metadata.name)).toEqual([
      'api-http-linkerd',
      'api-http-linkerd-retried',
      'api-admin-linkerd',
      'api-admin-linkerd-retried',
    ]);
  });

  it('gives every prop an effect', () => {
    expectEveryPropToMatter(PROPS, (props) => rendered(props.retries ? props : { ...props, retryOn: undefined }));
  });

  it('refuses a Service whose namespace is not known beside a chart whose is', () => {
    const unknown = api();
    const make = (scope: Construct) => new LinkerdRoute(scope, 'route', { service: unknown, retries: 3 });
    expectRefused(make, 'routes/namespace', /that of the chart, "production"/);
  });

  const REFUSED: Refusal<LinkerdRouteProps>[] = [
    ['a Service that is text', { service: 'api' as never }, 'routes/backend', /a construct with a Service/],
    ['a port that the Service lacks', { port: 'grpc' }, 'props/choice', /names: http, admin/],
    ['a port that speaks UDP', { port: 'dns' }, 'routes/backend', /speaks UDP/],
    ['a name in upper case', { name: 'A' }, 'name/subdomain', /upper case/],
    ['a label with a space', { labels: { a: 'b c' } }, 'label/value', /labels.a/],
    ['neither retries nor a timeout', { retries: undefined }, 'props/missing', /or timeoutSeconds/],
    ['no retry', { retries: 0 }, 'number/range', /from 1 to 100/],
    [
      'answers without retries',
      { retries: undefined, timeoutSeconds: 1, retryOn: ['5xx'] },
      'props/missing',
      /without retries/,
    ],
    ['an answer that is none', { retryOn: ['6xx'] }, 'mesh/retry-on', /"500-504"/],
    ['a timeout of 0', { timeoutSeconds: 0 }, 'number/range', /timeoutSeconds/],
  ];
  testRefusals(
    (at: Construct, props: LinkerdRouteProps) => new LinkerdRoute(at, 'route', props),
    required,
    PROPS,
    REFUSED,
  );
});
