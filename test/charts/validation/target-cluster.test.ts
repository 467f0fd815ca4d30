import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AllowFrom,
  CanaryRoute,
  CertificateIssuer,
  Expose,
  Microservice,
  MtlsScope,
  NetworkPlan,
  Peer,
  Port,
  Routes,
  RoutesApi,
  RoutesTls,
  ServiceBackend,
  StrictMtls,
  TargetCluster,
} from '../../../charts';
import { newChart, thrownBy } from '../../support/synth';

const api = (chart: Chart, image = 'api:1') =>
  new Microservice(chart, 'api', { image, ports: [{ port: 80 }], expose: Expose.nodePort({ nodePort: 30080 }) });
const web = (chart: Chart) =>
  ServiceBackend.fromServiceBackendAttributes(chart, 'web', { serviceName: 'web', servicePorts: [{ port: 80 }] });

/** One of everything that is compared across charts, in each of two charts of one namespace. */
const MAKE: [string, (chart: Chart) => unknown, RegExp][] = [
  ['objects of one name', (chart) => api(chart, `api:${chart.node.id}`), /app\/duplicate/],
  [
    'node ports',
    (chart) => {
      const expose = Expose.nodePort({ nodePort: 30080 });
      return new Microservice(chart, chart.node.id, { image: 'api:1', ports: [{ port: 80 }], expose });
    },
    /service\/node-port/,
  ],
  ['plans of a namespace', (chart) => new NetworkPlan(chart, 'plan', { labels: { a: chart.node.id } }), /policy\/plan/],
  [
    'settings of the mesh',
    (chart) => new StrictMtls(chart, 'mtls', { scope: MtlsScope.workload({ app: 'x' }), name: chart.node.id }),
    /mesh\/overlap/,
  ],
  [
    'certificates of issuers',
    (chart) => {
      const tls = [RoutesTls.fromIssuer(CertificateIssuer.issuer('ca'), 'tls')];
      const rules = [{ host: 'a.example', backend: web(chart) }];
      return new Routes(chart, 'routes', { api: RoutesApi.INGRESS, name: chart.node.id, className: 'x', rules, tls });
    },
    /routes\/tls/,
  ],
];

describe('charts of one app', () => {
  const make = (one: (chart: Chart) => unknown, cluster: (name: string) => string | undefined) => () => {
    const app = new App();
    for (const name of ['one', 'two']) {
      const chart = new Chart(app, name, { namespace: 'shop' });
      const target = cluster(name);
      if (target) TargetCluster.set(chart, target);
      one(chart);
    }
    return app.synthYaml();
  };

  it.each(MAKE)('are compared where they are for one cluster: %s', (_what, one, message) => {
    expect(make(one, () => undefined)).toThrow(message);
    expect(make(one, () => 'production')).toThrow(message);
  });

  it.each(MAKE)('are not compared where they are for different clusters: %s', (_what, one) => {
    expect(make(one, (name) => name)).not.toThrow();
    expect(make(one, (name) => (name === 'one' ? name : undefined))).not.toThrow();
  });

  it('may have one node port without a namespace in different clusters', () => {
    const app = new App();
    for (const name of ['one', 'two']) {
      const chart = new Chart(app, name);
      TargetCluster.set(chart, name);
      api(chart);
    }
    expect(() => app.synthYaml()).not.toThrow();
  });

  it('are each judged by the plan of their own cluster', () => {
    const app = new App();
    const ofClusters = ['one', 'two'].map((name) => {
      const chart = new Chart(app, name, { namespace: 'shop' });
      TargetCluster.set(chart, name);
      new NetworkPlan(chart, 'plan').allow(Peer.namespace('web'), api(chart, `api:${name}`));
      return chart;
    });
    expect(() => app.synthYaml()).not.toThrow();
    new AllowFrom(ofClusters[1]!, 'more', { name: 'more', from: [Peer.namespace('x')], ports: [Port.tcp(80)] });
    const { message } = thrownBy(() => app.synthYaml());
    expect(message).toMatch(/\[two\/plan\] .*plan\/open/);
    expect(message).not.toMatch(/\[one\/plan\]/);
  });

  it('have their subsets of a canary looked for in their own cluster', () => {
    const app = new App();
    for (const name of ['one', 'two']) {
      const chart = new Chart(app, name, { namespace: 'shop' });
      TargetCluster.set(chart, name);
      const podLabels = { app: 'api', version: name };
      const service = new Microservice(chart, 'api', { image: 'api:1', ports: [{ port: 80 }], podLabels });
      new CanaryRoute(chart, 'canary', { service, subsets: [{ name: 'v', labels: { version: 'one' }, weight: 100 }] });
    }
    expect(() => app.synthYaml()).toThrow(/\[two\/canary\].*mesh\/subset/);
  });
});

describe('TargetCluster', () => {
  it('is that of the scope where a chart has none of its own, and writes nothing', () => {
    const app = new App();
    const scope = new Construct(app, 'production');
    TargetCluster.set(scope, 'production');
    const chart = new Chart(scope, 'shop');
    TargetCluster.set(chart, 'production');
    const made = new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'ConfigMap' });
    expect([app, scope, chart, made].map((one) => TargetCluster.of(one))).toEqual([
      undefined,
      'production',
      'production',
      'production',
    ]);
    expect(JSON.stringify(chart.toJson())).not.toMatch(/cluster/);
  });

  it.each<[string, () => void, string, RegExp]>([
    ['a scope that is none', () => TargetCluster.set('shop' as never, 'a'), 'scope/chart', /"scope" is "shop"/],
    ['a name in upper case', () => TargetCluster.set(newChart(), 'A'), 'name/dns-label', /"name" is "A"/],
    [
      'a chart that has constructs',
      () => {
        const chart = newChart();
        api(chart);
        TargetCluster.set(chart, 'a');
      },
      'props/conflict',
      /"scope" is "test": has constructs already/,
    ],
    [
      'a part of a chart',
      () => TargetCluster.set(new Construct(newChart(), 'part'), 'a'),
      'props/conflict',
      /"test\/part": is applied with what it is inside of, test/,
    ],
    [
      'another cluster than before',
      () => {
        const chart = newChart();
        for (const name of ['a', 'b']) TargetCluster.set(chart, name);
      },
      'props/conflict',
      /"name" is "b": test is for cluster "a"/,
    ],
  ])('refuses %s', (_what, make, code, message) => {
    const error = thrownBy(make);
    expect(error).toMatchObject({ code });
    expect(error.message).toMatch(message);
  });
});
