import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  HeadlessSet,
  LinkerdRoute,
  MeshInjection,
  MeshNamespace,
  Microservice,
  MtlsScope,
  Routes,
  RoutesApi,
  ServiceBackend,
  StrictMtls,
} from '../../../charts';
import { newChart } from '../../support/synth';

const namespace = 'shop';
const image = 'registry.example/x:1';
const microservice = (scope: Construct, id: string, name = id) =>
  new Microservice(scope, id, { name, image, ports: [{ port: 80 }], labels: { made: id } });
const route = (scope: Construct, id: string, name: string, path = `/${id}`) => {
  const web = ServiceBackend.fromServiceBackendAttributes(scope, `${id}-web`, {
    serviceName: 'web',
    servicePorts: [{ port: 80 }],
  });
  const className = 'nginx';
  return new Routes(scope, id, { api: RoutesApi.INGRESS, name, className, rules: [{ path, backend: web }] });
};
const config = (scope: Construct, id: string, metadata: object, apiVersion = 'v1', kind = 'ConfigMap') =>
  new ApiObject(scope, id, { apiVersion, kind, metadata });

describe('two objects of an app that are one to the API server', () => {
  it.each<[string, (chart: Chart) => unknown, RegExp]>([
    [
      'two Routes of one name',
      (chart) => [route(chart, 'a', 'web'), route(chart, 'b', 'web')],
      /test\/a\/Resource and test\/b\/Resource are the same object, Ingress shop web, and differ: .*\[app\/duplicate\]/,
    ],
    [
      'LinkerdRoute and Routes of one name',
      (chart) => {
        const rules = [{ backend: microservice(chart, 'api') }];
        new Routes(chart, 'routes', { api: RoutesApi.GATEWAY, name: 'one', className: 'eg', rules });
        new LinkerdRoute(chart, 'linkerd', { service: rules[0]!.backend, name: 'one', retries: 1 });
      },
      /test\/routes\/HttpRoute-any and test\/linkerd\/Resource/,
    ],
    [
      'HeadlessSet and Microservice of one name',
      (chart) => {
        microservice(chart, 'micro', 'one');
        new HeadlessSet(chart, 'set', { name: 'one', image, ports: [{ port: 5432 }] });
      },
      /Service shop one/,
    ],
    [
      'two StrictMtls for a namespace',
      (chart) =>
        ['a', 'b'].map((id) => new StrictMtls(chart, id, { scope: MtlsScope.namespace(), labels: { made: id } })),
      /PeerAuthentication shop default/,
    ],
    [
      'versions of one kind, beside any construct',
      (chart) => {
        microservice(chart, 'api');
        for (const version of ['v1', 'v1beta1'])
          config(chart, version, { name: 'x' }, `example.com/${version}`, 'Thing');
      },
      /test\/v1 and test\/v1beta1 are the same object, Thing shop x/,
    ],
    [
      'three',
      (chart) => ['a', 'b', 'c'].map((id) => microservice(chart, id, 'one')),
      /test\/a\/Service and test\/b\/Service and test\/c\/Service/,
    ],
  ])('are refused at synth: %s', (_what, make, message) => {
    const chart = newChart({ namespace });
    make(chart);
    expect(() => chart.toJson()).toThrow(message);
  });

  it('are found in all charts of the app, each once', () => {
    const app = new App();
    const charts = ['one', 'two'].map((id) => new Chart(app, id, { namespace }));
    for (const [i, chart] of charts.entries()) route(chart, 'routes', 'web', `/${i}`);
    for (const chart of charts) {
      const said = () => chart.toJson();
      expect(said).toThrow(/one\/routes\/Resource and two\/routes\/Resource/);
      expect(said).not.toThrow(/app\/duplicate(.|\n)*app\/duplicate/);
    }
  });

  it('are Namespaces of one name, in whatever namespace their charts are', () => {
    const app = new App();
    for (const id of ['one', 'two'])
      new MeshNamespace(new Chart(app, id, { namespace: id }), 'namespace', {
        name: 'shop',
        injection: MeshInjection.linkerd(),
        labels: { made: id },
      });
    expect(() => app.synthYaml()).toThrow(/same object, Namespace shop, and differ:/);
  });

  it('are those of kinds that are in no namespace, in whatever namespace their charts are', () => {
    const app = new App();
    for (const id of ['one', 'two']) {
      const chart = new Chart(app, id, { namespace: id });
      microservice(chart, 'api');
      const spec = { selfSigned: {}, made: id };
      new ApiObject(chart, 'le', {
        apiVersion: 'cert-manager.io/v1',
        kind: 'ClusterIssuer',
        metadata: { name: 'le' },
        spec,
      });
    }
    expect(() => app.synthYaml()).toThrow(/one\/le and two\/le are the same object, ClusterIssuer/);
  });

  it('are those that a patch gives one name', () => {
    const chart = newChart({ namespace });
    microservice(chart, 'a');
    const b = microservice(chart, 'b').node.findChild('Service') as ApiObject;
    b.addJsonPatch(JsonPatch.replace('/metadata/name', 'a'));
    expect(() => chart.toJson()).toThrow(/test\/a\/Service and test\/b\/Service are the same object, Service shop a/);
  });

  it('are found when a patch comes after the first synth', () => {
    const chart = newChart({ namespace });
    const services = ['a', 'a2'].map((id) => config(chart, id, { name: 'x', labels: { made: 'once' } }));
    microservice(chart, 'api');
    expect(() => chart.toJson()).not.toThrow();
    services[1]!.addJsonPatch(JsonPatch.replace('/metadata/labels/made', 'again'));
    expect(() => chart.toJson()).toThrow(/ConfigMap shop x, and differ/);
  });

  it.each<[string, (chart: Chart) => unknown]>([
    [
      'other namespaces',
      (chart) => ['a', 'b'].map((id) => config(chart, id, { name: 'x', namespace: id, labels: { made: id } })),
    ],
    [
      'charts that stand alone, with an object that is the same in each',
      (chart) => {
        const others = ['one', 'two'].map((id) => new Chart(chart.node.root as App, id, { namespace: id }));
        for (const other of others) {
          config(other, 'ca', { name: 'ca', namespace });
          config(other, 'shop', { name: 'shop' }, 'v1', 'Namespace');
        }
      },
    ],
    [
      'other kinds',
      (chart) => ['A', 'B'].map((kind) => config(chart, kind, { name: 'x', labels: { kind } }, 'v1', kind)),
    ],
    [
      'other groups',
      (chart) =>
        ['a.example/v1', 'b.example/v1', 'v1'].map((version, i) =>
          config(chart, `${i}`, { name: 'x', labels: { made: `${i}` } }, version),
        ),
    ],
    [
      'names that the API server makes',
      (chart) => {
        for (const id of ['a', 'b']) {
          const job = new k8s.KubeJob(chart, id, { metadata: { generateName: 'x-' }, spec: { template: {} } });
          job.addJsonPatch(JsonPatch.remove('/metadata/name'));
        }
      },
    ],
    [
      'names that a patch tells apart',
      (chart) => {
        config(chart, 'a', { name: 'x', labels: { made: 'a' } });
        config(chart, 'b', { name: 'x' }).addJsonPatch(JsonPatch.replace('/metadata/name', 'y'));
      },
    ],
    [
      'charts that may each be applied to a namespace of its own',
      (chart) => {
        const others = ['staging', 'production'].map((id) => new Chart(chart.node.root as App, id));
        for (const other of others) config(other, 'a', { name: 'x', labels: { made: other.node.id } });
      },
    ],
  ])('are not those of %s', (_what, make) => {
    const chart = newChart({ namespace });
    microservice(chart, 'api');
    make(chart);
    expect(() => chart.toJson()).not.toThrow();
  });
});
