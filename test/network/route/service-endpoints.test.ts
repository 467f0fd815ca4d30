import { InputError } from '../../../network/input-error';
import { formatPeer, formatPort } from '../../../network/reach/peer';
import { endpointNotes, whyNoEndpoints } from '../../../network/route/explain-endpoints';
import { endpointsOf } from '../../../network/route/service-endpoints';
import { findServicePort, whyNoPort } from '../../../network/route/service-port';
import { clusterOf } from '../support/manifests';

interface Workload {
  name: string;
  labels: string;
  namespace?: string;
  ports?: string;
  replicas?: number;
  extra?: string;
}

const deployment = ({ name, labels, namespace = 'prod', ports = '', replicas = 1, extra = '' }: Workload) => `
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  replicas: ${replicas}
  template:
    metadata: {labels: {${labels}}}
    spec: {containers: [{name: main, ports: [${ports}]}]${extra}}
`;

const service = (spec: string, namespace = 'prod') => `
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: ${namespace}}
spec: {${spec}}
`;

function ask(yaml: string, port: number | string = 80) {
  const cluster = clusterOf(yaml);
  const api = cluster.services.find(({ name }) => name === 'api')!;
  const servicePort = findServicePort(api, port)!;
  const endpoints = endpointsOf(cluster, api, servicePort);
  return {
    endpoints: endpoints.map((endpoint) => `${formatPeer(endpoint)} ${formatPort(endpoint)}`),
    notes: endpointNotes(cluster, api, servicePort),
    whyNone: () => whyNoEndpoints(cluster, api, servicePort),
  };
}

describe('endpoints of a Service', () => {
  test('are the pods that it selects, on the target port (001-52, 004-25)', () => {
    const yaml =
      service('selector: {app: api}, ports: [{port: 80, targetPort: 8080}]') +
      deployment({ name: 'api', labels: 'app: api, tier: back', ports: '{containerPort: 8080}' }) +
      deployment({ name: 'web', labels: 'app: web' });
    expect(ask(yaml)).toMatchObject({ endpoints: ['prod/api[Deployment] TCP 8080'], notes: [] });
  });

  test('are on the port of the Service when it names no target port', () => {
    const yaml =
      service('selector: {app: api}, ports: [{port: 80}]') +
      deployment({ name: 'api', labels: 'app: api', ports: '{containerPort: 80}' });
    expect(ask(yaml).endpoints).toEqual(['prod/api[Deployment] TCP 80']);
  });

  test('are those of a headless Service too (000-37)', () => {
    const yaml =
      service('clusterIP: None, selector: {app: api}, ports: [{port: 5432}]') +
      deployment({ name: 'api', labels: 'app: api', ports: '{containerPort: 5432}', replicas: 2 });
    expect(ask(yaml, 5432).endpoints).toEqual(['prod/api[Deployment] TCP 5432']);
  });

  test('may be of several workloads (002-02)', () => {
    const yaml =
      service('selector: {app: api}, ports: [{port: 80}]') +
      deployment({ name: 'blue', labels: 'app: api', ports: '{containerPort: 80}' }) +
      deployment({ name: 'green', labels: 'app: api', ports: '{containerPort: 80}' });
    expect(ask(yaml)).toMatchObject({
      endpoints: ['prod/blue[Deployment] TCP 80', 'prod/green[Deployment] TCP 80'],
      notes: ['its endpoints are of several workloads: prod/blue[Deployment], prod/green[Deployment]'],
    });
  });

  test('resolve a named target port pod by pod, by name and protocol', () => {
    const yaml =
      service('selector: {app: api}, ports: [{port: 80, targetPort: http}]') +
      deployment({ name: 'old', labels: 'app: api', ports: '{name: http, containerPort: 8080}' }) +
      deployment({ name: 'new', labels: 'app: api', ports: '{name: http, containerPort: 9090}' }) +
      deployment({ name: 'udp', labels: 'app: api', ports: '{name: http, containerPort: 80, protocol: UDP}' });
    expect(ask(yaml)).toMatchObject({
      endpoints: ['prod/old[Deployment] TCP 8080', 'prod/new[Deployment] TCP 9090'],
      notes: [
        expect.stringContaining('several workloads'),
        'prod/udp[Deployment] is selected but gets nothing: it has no TCP port named "http"',
      ],
    });
  });

  test('count the ports of native sidecars', () => {
    const sidecar = `, initContainers: [{name: proxy, restartPolicy: Always, ports: [{name: http, containerPort: 15001}]}]`;
    const yaml =
      service('selector: {app: api}, ports: [{port: 80, targetPort: http}]') +
      deployment({ name: 'api', labels: 'app: api', extra: sidecar });
    expect(ask(yaml).endpoints).toEqual(['prod/api[Deployment] TCP 15001']);
  });

  test('may be one pod of a StatefulSet, by the label that its controller gives', () => {
    const yaml = `${service('selector: {statefulset.kubernetes.io/pod-name: db-1}, ports: [{port: 5432}]')}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: prod}
spec: {replicas: 3, serviceName: db, template: {metadata: {labels: {app: db}}, spec: {containers: []}}}
`;
    expect(ask(yaml, 5432).endpoints).toEqual(['prod/db[StatefulSet] pod db-1 TCP 5432']);
  });

  test.each([
    [
      'say that a number nobody declares may be open all the same',
      deployment({ name: 'api', labels: 'app: api', ports: '{containerPort: 3000}' }),
      'no container of prod/api[Deployment] declares TCP 80; declaring is optional, so it may listen all the same',
    ],
    [
      'say what is scaled to 0',
      deployment({ name: 'api', labels: 'app: api', ports: '{containerPort: 80}' }) +
        deployment({ name: 'spare', labels: 'app: api', ports: '{containerPort: 80}', replicas: 0 }),
      'prod/spare[Deployment] is scaled to 0 pods',
    ],
    [
      'say what is on the host network',
      deployment({ name: 'api', labels: 'app: api', ports: '{containerPort: 80}', extra: ', hostNetwork: true' }),
      'prod/api[Deployment] is on the host network: its endpoints are node addresses',
    ],
  ])('%s', (_, workloads, note) => {
    const { endpoints, notes } = ask(service('selector: {app: api}, ports: [{port: 80}]') + workloads);
    expect(endpoints).toEqual(['prod/api[Deployment] TCP 80']);
    expect(notes).toEqual([note]);
  });

  test('count before they are ready where the Service says so', () => {
    const yaml =
      service('selector: {app: api}, publishNotReadyAddresses: true, ports: [{port: 80}]') +
      deployment({ name: 'api', labels: 'app: api', ports: '{containerPort: 80}' });
    expect(ask(yaml).notes).toEqual(['pods count before they are ready (publishNotReadyAddresses)']);
  });
});

describe('a Service has no endpoints (004-30, 004-37)', () => {
  const selecting = (labels: string) => service(`selector: {${labels}}, ports: [{port: 80, targetPort: http}]`);

  test.each([
    [
      'when a label differs',
      selecting('app: api, tier: back') + deployment({ name: 'api', labels: 'app: api, tier: front' }),
      'Service prod/api selects app=api,tier=back; no pods of its namespace have these labels; the nearest are prod/api[Deployment], where tier is front, not back',
    ],
    [
      'when the value is under another key (003-02, X-07)',
      selecting('app: nginx') + deployment({ name: 'nginx', labels: 'run: nginx' }),
      'Service prod/api selects app=nginx; no pods of its namespace have any of these labels; prod/nginx[Deployment] has run=nginx, not app=nginx',
    ],
    [
      'when nothing is alike',
      selecting('app: nginx') + deployment({ name: 'web', labels: 'run: web' }),
      'Service prod/api selects app=nginx; no pods of its namespace have any of these labels',
    ],
    [
      'when one of its labels is missing',
      selecting('app: api, tier: back') + deployment({ name: 'api', labels: 'app: api' }),
      'Service prod/api selects app=api,tier=back; no pods of its namespace have these labels; the nearest are prod/api[Deployment], where tier is missing',
    ],
    [
      'when the pods are in another namespace',
      selecting('app: api') + deployment({ name: 'api', labels: 'app: api', namespace: 'test' }),
      'Service prod/api selects app=api; test/api[Deployment] has these labels, but a Service selects in its own namespace alone',
    ],
    [
      'when its namespace has no pods',
      selecting('app: api'),
      'Service prod/api selects app=api; the input has no pods in namespace prod',
    ],
    [
      'when all pods are scaled away',
      selecting('app: api') +
        deployment({ name: 'api', labels: 'app: api', ports: '{name: http, containerPort: 80}', replicas: 0 }),
      'prod/api[Deployment], which Service prod/api selects, is scaled to 0 pods',
    ],
    [
      'when no container has the named target port',
      selecting('app: api') + deployment({ name: 'api', labels: 'app: api', ports: '{name: web, containerPort: 80}' }),
      'Service prod/api sends its port 80 to the TCP port named "http", which no container of prod/api[Deployment] has; they declare TCP 80 (web)',
    ],
    [
      'when it has no selector and nobody wrote any',
      service('ports: [{port: 80}]'),
      'Service prod/api has no selector, and the input has neither Endpoints nor an EndpointSlice for it',
    ],
    [
      'when it is but a name for something else',
      service('type: ExternalName, externalName: db.example.com, ports: [{port: 80}]'),
      'Service prod/api is of type ExternalName: a name for db.example.com, without endpoints',
    ],
  ])('%s', (_, yaml, why) => {
    const { endpoints, whyNone } = ask(yaml);
    expect(endpoints).toEqual([]);
    expect(whyNone()).toBe(why);
  });
});

describe('endpoints written by hand', () => {
  const withoutSelector = service('ports: [{name: sql, port: 80, targetPort: 5432}]');
  const slice = `
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: api-1, namespace: prod, labels: {kubernetes.io/service-name: api}}
addressType: IPv4
ports: [{name: sql, port: 6432}]
endpoints: [{addresses: [10.1.2.3]}, {addresses: [10.1.2.4], conditions: {ready: false}}]
`;
  const endpoints = `
---
apiVersion: v1
kind: Endpoints
metadata: {name: api, namespace: prod}
subsets: [{addresses: [{ip: 10.1.2.3}], ports: [{name: sql, port: 6432}]}]
`;

  test.each([
    ['an EndpointSlice', slice],
    ['Endpoints', endpoints],
    ['Endpoints and the EndpointSlice that mirrors them', endpoints + slice],
  ])('are read from %s, with the port that stands there', (_, yaml) => {
    expect(ask(withoutSelector + yaml).endpoints).toEqual(['10.1.2.3 TCP 6432']);
  });

  test('are pods where the address is one of a pod', () => {
    const pod = `
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: data}
spec: {containers: []}
status: {podIP: 10.1.2.3}
`;
    expect(ask(withoutSelector + slice + pod).endpoints).toEqual(['data/db[Pod] TCP 6432']);
  });

  test('belong to the Service port of the same name', () => {
    expect(ask(service('ports: [{port: 80}]') + slice).whyNone()).toBe(
      'Service prod/api has no selector, and its endpoints have the ports "sql", not "" as its port 80',
    );
  });

  test('do not count for a Service with a selector, whose controller writes them', () => {
    const yaml =
      service('selector: {app: api}, ports: [{name: sql, port: 80}]') +
      slice +
      deployment({ name: 'api', labels: 'app: api', ports: '{containerPort: 80}' });
    expect(ask(yaml).endpoints).toEqual(['prod/api[Deployment] TCP 80']);
  });

  test('that are no addresses are refused', () => {
    const wrong = slice.replace('10.1.2.3', 'db.example.com');
    expect(() => ask(withoutSelector + wrong)).toThrow(InputError);
    expect(() => ask(withoutSelector + wrong)).toThrow(
      'EndpointSlice prod/api-1 endpoints[0].addresses[0]: "db.example.com" is not an address; write one like 10.0.0.1 [input/shape]',
    );
  });
});

describe('a port of a Service', () => {
  const api = clusterOf(
    service('ports: [{name: http, port: 80, targetPort: 8080}, {name: dns, port: 53, protocol: UDP}, {port: 53}]'),
  ).services[0]!;

  test.each([
    [80, undefined, 'TCP 80'],
    ['http', undefined, 'TCP 80'],
    [53, 'TCP', 'TCP 53'],
    [53, 'UDP', 'UDP 53'],
  ] as const)('%s %s is found', (asked, protocol, found) => {
    expect(formatPort(findServicePort(api, asked, protocol)!)).toBe(found);
  });

  test.each([
    [
      8080,
      undefined,
      'has no port 8080; it has TCP 80 (http), UDP 53 (dns), TCP 53; 8080 is the port of its pods, behind its port 80',
    ],
    ['web', undefined, 'has no port named "web"; it has TCP 80 (http), UDP 53 (dns), TCP 53'],
    [80, 'UDP', 'has no UDP port 80; it has TCP 80 (http), UDP 53 (dns), TCP 53'],
  ] as const)('%s %s is not there, and it says which are', (asked, protocol, why) => {
    expect(findServicePort(api, asked, protocol)).toBeUndefined();
    expect(whyNoPort(api, asked, protocol)).toBe(`Service prod/api ${why}`);
  });
});
