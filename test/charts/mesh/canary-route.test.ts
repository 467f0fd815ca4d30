import { ApiObject, App, Chart } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { CanaryRoute, type CanaryRouteProps, MinioService, ServiceBackend } from '../../../charts';
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
const api = (scope: Construct, serviceName = 'api') =>
  ServiceBackend.fromServiceBackendAttributes(scope, serviceName, { serviceName, servicePorts: [{ port: 80 }] });
const service = api(newChart({ namespace: NAMESPACE }));
const speaking = (...protocols: Protocol[]) =>
  ServiceBackend.fromServiceBackendAttributes(newChart({ namespace: NAMESPACE }), 'dns', {
    serviceName: 'dns',
    servicePorts: protocols.map((protocol) => ({ name: protocol.toLowerCase(), port: 53, protocol })),
  });
const [v1, v2] = ['v1', 'v2'].map((name, i) => ({ name, labels: { version: name }, weight: [80, 20][i]! }));
const subsets = [v1!, v2!];
const PROPS: Required<CanaryRouteProps> = {
  service,
  subsets,
  name: 'split',
  destinationRuleName: 'limits',
  labels: { team: 'api' },
  maxConnections: 100,
  maxPendingRequests: 50,
};
const rendered = (props: Partial<CanaryRouteProps> = {}) =>
  render((chart) => new CanaryRoute(chart, 'canary', { service, subsets, ...props }), { namespace: NAMESPACE });

/** A chart with a Service "api" and a workload for each set of pod labels. */
function chartWith(scope: Construct, id: string, ...pods: Record<string, string>[]): Chart {
  const chart = new Chart(scope, id, { namespace: NAMESPACE });
  new ApiObject(chart, 'service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'api' },
    spec: { selector: { app: 'api' } },
  });
  for (const [i, labels] of pods.entries())
    new ApiObject(chart, `workload-${i}`, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: `d${i}` },
      spec: { template: { metadata: { labels } } },
    });
  return chart;
}

describe('CanaryRoute', () => {
  it('is the VirtualService and the DestinationRule of rows 001-42 and 001-43', () => {
    const made = rendered({ maxConnections: 100, maxPendingRequests: 50 });
    expect(pick(made, 'VirtualService')).toEqual({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'api-vs', namespace: NAMESPACE },
      spec: {
        hosts: ['api'],
        http: [
          {
            match: [{ uri: { prefix: '/' } }],
            route: [
              { destination: { host: 'api', subset: 'v1' }, weight: 80 },
              { destination: { host: 'api', subset: 'v2' }, weight: 20 },
            ],
          },
        ],
      },
    });
    expect(pick(made, 'DestinationRule')).toEqual({
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'api-dr', namespace: NAMESPACE },
      spec: {
        host: 'api',
        trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 }, http: { http1MaxPendingRequests: 50 } } },
        subsets: [
          { name: 'v1', labels: { version: 'v1' } },
          { name: 'v2', labels: { version: 'v2' } },
        ],
      },
    });
  });

  it('limits nothing unless told to', () => {
    expect(pick(rendered(), 'DestinationRule').spec).not.toHaveProperty('trafficPolicy');
  });

  it('is in the namespace of its Service', () => {
    const elsewhere = api(newChart({ namespace: 'shop' }));
    expect(rendered({ service: elsewhere }).map(({ metadata }) => metadata.namespace)).toEqual(['shop', 'shop']);
  });

  it('splits the requests of a Service that speaks UDP on its first port', () => {
    expect(pick(rendered({ service: speaking(Protocol.UDP, Protocol.TCP) }), 'DestinationRule').spec.host).toBe('dns');
  });

  it('has ids and names', () => {
    const made = new CanaryRoute(newChart({ namespace: NAMESPACE }), 'canary', PROPS);
    expect(idsIn(made)).toEqual(['Resource', 'DestinationRule']);
    expect([made.name, made.destinationRuleName]).toEqual(['split', 'limits']);
  });

  it('gives every prop an effect', () => {
    expectEveryPropToMatter(PROPS, (props) =>
      render((chart) => new CanaryRoute(chart, 'canary', props), { namespace: NAMESPACE }),
    );
  });

  it('is refused where another one splits the requests of its Service', () => {
    const chart = newChart({ namespace: NAMESPACE });
    new CanaryRoute(chart, 'first', { service: api(chart), subsets });
    const props = { service, subsets, name: 'other-vs', destinationRuleName: 'other-dr' };
    expect(() => new CanaryRoute(chart, 'second', props)).toThrow(
      /test\/second: prop "service" is "api": test\/first splits its requests already.*\[mesh\/overlap\]/,
    );
    new CanaryRoute(chart, 'of-another', { ...props, service: api(chart, 'web') });
    const elsewhere = new Chart(chart.node.root as App, 'elsewhere', { namespace: 'elsewhere' });
    expect(new CanaryRoute(elsewhere, 'canary', { ...props, service: api(elsewhere) }).name).toBe('other-vs');
  });

  it('fails the synth for a subset that no pod of the Service belongs to', () => {
    const chart = chartWith(new App(), 'test', { app: 'api', version: 'v1' }, { app: 'web', version: 'v2' });
    new CanaryRoute(chart, 'canary', { service: api(chart), subsets });
    expect(() => chart.toJson()).toThrow(
      /test\/canary: prop "subsets" has "v2" for pods labelled {"version":"v2"}: Service "api" has none.*\[mesh\/subset\]/,
    );
  });

  it('takes pods of another chart of the app, and bare ones', () => {
    const app = new App();
    const chart = chartWith(app, 'test', { app: 'api', version: 'v1' });
    const more = new Chart(app, 'more', { namespace: NAMESPACE });
    const metadata = { name: 'pod', labels: { app: 'api', version: 'v2' } };
    new ApiObject(more, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata });
    new CanaryRoute(chart, 'canary', { service: api(chart), subsets });
    expect(chart.toJson().map(({ kind }) => kind)).toContain('VirtualService');
  });

  it("does not judge a Service whose pods are someone else's", () => {
    const chart = newChart({ namespace: NAMESPACE });
    const minio = new MinioService(chart, 'minio');
    new CanaryRoute(chart, 'canary', { service: minio, subsets });
    expect(chart.toJson().map(({ kind }) => kind)).toEqual(['Service', 'VirtualService', 'DestinationRule']);
  });

  it('refuses a Service whose namespace is not known beside a chart whose is', () => {
    const unknown = api(newChart());
    const make = (scope: Construct) => new CanaryRoute(scope, 'route', { service: unknown, subsets });
    expectRefused(make, 'routes/namespace', /that of the chart, "production"/);
  });

  const REFUSED: Refusal<CanaryRouteProps>[] = [
    ['a Service that is text', { service: 'api' as never }, 'routes/backend', /a construct with a Service/],
    [
      'a Service without a TCP port',
      { service: speaking(Protocol.UDP) },
      'routes/backend',
      /none of its ports speaks TCP/,
    ],
    ['a subset that is text', { subsets: ['v1' as never] }, 'props/shape', /subsets\[0\]/],
    [
      'a subset with a misspelt part',
      { subsets: [{ ...v1!, wieght: 1 } as never] },
      'props/unknown',
      /name, labels, weight/,
    ],
    ['no subsets', { subsets: [] }, 'props/shape', /list of at least one/],
    [
      'weights that are not 100 together',
      { subsets: [v1!, { ...v2!, weight: 10 }] },
      'mesh/weights',
      /"v1 80, v2 10".*are 90/,
    ],
    ['a weight of a half', { subsets: [{ ...v1!, weight: 0.5 }] }, 'number/range', /from 0 to 100/],
    ['a subset in upper case', { subsets: [{ ...v1!, name: 'V1' }] }, 'name/dns-label', /subsets\[0\].name/],
    ['a subset of all pods', { subsets: [{ ...v1!, labels: {} }] }, 'label/none', /subsets\[0\].labels/],
    ['a subset twice', { subsets: [v1!, { ...v2!, name: 'v1' }] }, 'mesh/subset', /name of an earlier one/],
    ['two subsets of the same pods', { subsets: [v1!, { ...v1!, name: 'v2' }] }, 'mesh/subset', /those of "v1", too/],
    ['a name in upper case', { name: 'A' }, 'name/subdomain', /upper case/],
    ['a name of the rule in upper case', { destinationRuleName: 'A' }, 'name/subdomain', /upper case/],
    ['a label with a space', { labels: { a: 'b c' } }, 'label/value', /labels.a/],
    ['no connection', { maxConnections: 0 }, 'number/range', /maxConnections/],
    ['no waiting request', { maxPendingRequests: 0 }, 'number/range', /maxPendingRequests/],
  ];
  testRefusals(
    (scope: Construct, props: CanaryRouteProps) => new CanaryRoute(scope, 'canary', props),
    { service, subsets },
    PROPS,
    REFUSED,
  );
});
