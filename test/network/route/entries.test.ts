import { formatRange } from '../../../network/cluster/address';
import { formatPeer, formatPort } from '../../../network/reach/peer';
import { ingressControllerEdges } from '../../../network/route/controller-edges';
import { entryPoints } from '../../../network/route/entries';
import { gateways } from '../../../network/route/gateway';
import { gatewayPods } from '../../../network/route/gateway-class';
import { controllerPods, ingresses } from '../../../network/route/ingress';
import { clusterOf } from '../support/manifests';

const object = (apiVersion: string, kind: string, name: string, rest: string, namespace = 'default', meta = '') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}${meta}}
${rest}
`;
const deployment = (
  name: string,
  ports: string,
  { spec = '', labels = `app: ${name}`, namespace = 'default', replicas = 1 } = {},
) =>
  object(
    'apps/v1',
    'Deployment',
    name,
    `spec: {replicas: ${replicas}, template: {metadata: {labels: {${labels}}}, spec: {containers: [{ports: [${ports}]}]${spec}}}}`,
    namespace,
  );
const service = (name: string, spec: string) =>
  object('v1', 'Service', name, `spec: {selector: {app: ${name}}, ${spec}}`);
const web = deployment('web', '{name: http, containerPort: 8080}');
const ingress = (spec: string, name = 'web') => object('networking.k8s.io/v1', 'Ingress', name, `spec: {${spec}}`);
const to = (name: string, port = 80) => `{service: {name: ${name}, port: {number: ${port}}}}`;
const rule = (name: string, port?: number) =>
  `{host: a.com, http: {paths: [{pathType: Prefix, path: /x, backend: ${to(name, port)}}]}}`;
const route = (kind: string, version: string, rules: string, more = '') =>
  object(
    `gateway.networking.k8s.io/${version}`,
    kind,
    'web',
    `spec: {parentRefs: [{name: edge}], rules: [${rules}]${more}}`,
  );
const gateway = (listeners: string) =>
  object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', `spec: {gatewayClassName: x, listeners: [${listeners}]}`);

const entries = (yaml: string) =>
  entryPoints(clusterOf(yaml)).map(({ kind, subject, at, targets, sources, keepsClientAddress }) => ({
    kind,
    subject,
    at,
    targets: targets.map((target) => `${formatPeer(target)} ${formatPort(target)}`),
    sources: sources.map(formatRange),
    keepsClientAddress,
  }));
const toWeb = { targets: ['default/web[Deployment] TCP 8080'], sources: [], keepsClientAddress: false };

describe('a way in from outside', () => {
  test('is no Service of type ClusterIP (002-07)', () => {
    expect(entries(web + service('web', 'ports: [{port: 80, targetPort: http}]'))).toEqual([]);
  });

  test('is a NodePort, on every node', () => {
    expect(
      entries(web + service('web', 'type: NodePort, ports: [{port: 80, targetPort: http, nodePort: 30080}]')),
    ).toEqual([{ kind: 'NodePort', subject: 'Service default/web', at: 'TCP 30080 of every node', ...toWeb }]);
  });

  test('is a NodePort whose number the cluster picks', () => {
    expect(entries(web + service('web', 'type: NodePort, ports: [{port: 80, targetPort: http}]'))).toMatchObject([
      { at: 'a TCP port that the cluster picks of every node' },
    ]);
  });

  test('is a LoadBalancer within its source ranges, and its node ports without', () => {
    const spec =
      'type: LoadBalancer, loadBalancerSourceRanges: [192.0.2.0/24], ports: [{port: 80, targetPort: http, nodePort: 30080}]';
    expect(entries(web + service('web', spec))).toEqual([
      {
        kind: 'LoadBalancer',
        subject: 'Service default/web',
        at: 'TCP 80 of its load balancer',
        ...toWeb,
        sources: ['192.0.2.0-192.0.2.255'],
      },
      { kind: 'NodePort', subject: 'Service default/web', at: 'TCP 30080 of every node', ...toWeb },
    ]);
    expect(entryPoints(clusterOf(web + service('web', spec)))[1]!.notes).toContain(
      'loadBalancerSourceRanges do not hold here',
    );
  });

  test('is a LoadBalancer alone where it allocates no node ports', () => {
    const spec = 'type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 80, targetPort: http}]';
    expect(entries(web + service('web', spec)).map(({ kind }) => kind)).toEqual(['LoadBalancer']);
  });

  test('keeps the address of the client with externalTrafficPolicy Local', () => {
    const of = (policy: string) =>
      entryPoints(
        clusterOf(
          web +
            service('web', `type: NodePort, externalTrafficPolicy: ${policy}, ports: [{port: 80, targetPort: http}]`),
        ),
      )[0]!;
    expect(of('Local')).toMatchObject({ keepsClientAddress: true, notes: [expect.stringContaining('Local')] });
    expect(of('Cluster')).toMatchObject({
      keepsClientAddress: false,
      notes: [],
    });
  });

  test('is an external address', () => {
    expect(entries(web + service('web', 'externalIPs: [203.0.113.7], ports: [{port: 80, targetPort: http}]'))).toEqual([
      { kind: 'ExternalIP', subject: 'Service default/web', at: 'TCP 80 of 203.0.113.7', ...toWeb },
    ]);
  });

  test('that leads nowhere says why', () => {
    const { targets, notes } = entryPoints(clusterOf(service('web', 'type: NodePort, ports: [{port: 80}]')))[0]!;
    expect(targets).toEqual([]);
    expect(notes).toContain('Service default/web selects app=web; the input has no pods in namespace default');
  });

  test('is a port of the host (003-16)', () => {
    expect(entries(deployment('web', '{containerPort: 80, hostPort: 8080}, {containerPort: 9090}'))).toEqual([
      {
        kind: 'HostPort',
        subject: 'default/web[Deployment]',
        at: 'TCP 8080 of its node',
        targets: ['default/web[Deployment] TCP 80'],
        sources: [],
        keepsClientAddress: true,
      },
    ]);
  });

  test('is every port of a pod on the host network (003-17)', () => {
    const spec = ', hostNetwork: true';
    expect(
      entries(deployment('web', '{containerPort: 80}, {containerPort: 53, protocol: UDP}', { spec })),
    ).toMatchObject([
      { kind: 'HostNetwork', at: 'TCP 80 of its node', targets: ['default/web[Deployment] TCP 80'] },
      { kind: 'HostNetwork', at: 'UDP 53 of its node', targets: ['default/web[Deployment] UDP 53'] },
    ]);
    expect(entries(deployment('web', '', { spec }))).toMatchObject([
      { kind: 'HostNetwork', at: 'every port that it opens, of its node', targets: [] },
    ]);
  });

  test('is every path of an Ingress, and its default backend', () => {
    const yaml =
      web +
      service('web', 'ports: [{port: 80, targetPort: http}]') +
      ingress(`defaultBackend: ${to('web')}, rules: [${rule('web')}]`);
    expect(entries(yaml)).toEqual([
      { kind: 'Ingress', subject: 'Ingress default/web', at: 'a.com/x (Prefix)', ...toWeb },
      { kind: 'Ingress', subject: 'Ingress default/web', at: 'what no rule takes', ...toWeb },
    ]);
  });

  test('is an Ingress whose backend is not there, and says so', () => {
    expect(entryPoints(clusterOf(ingress(`rules: [${rule('web')}]`)))).toMatchObject([
      { targets: [], notes: ['namespace default has no Service web'] },
    ]);
  });

  test('is an OpenShift Route', () => {
    const yaml =
      web +
      service('web', 'ports: [{port: 80, targetPort: http}]') +
      object('route.openshift.io/v1', 'Route', 'web', 'spec: {host: a.com, to: {kind: Service, name: web}}');
    expect(entries(yaml)).toEqual([{ kind: 'Route', subject: 'Route default/web', at: 'a.com/', ...toWeb }]);
  });

  const behindGateway = (kind: string, version: string, protocol: string, ports = '{port: 80, targetPort: http}') =>
    web +
    service('web', `ports: [${ports}]`) +
    gateway(`{name: main, protocol: ${protocol}, port: 443}`) +
    route(kind, version, '{backendRefs: [{name: web, port: 80}]}');
  test.each([
    ['HTTPRoute', 'v1', 'HTTPS'],
    ['GRPCRoute', 'v1', 'HTTPS'],
    ['TLSRoute', 'v1alpha2', 'TLS'],
    ['TCPRoute', 'v1alpha2', 'TCP'],
  ])('is a %s at the listener that takes it', (kind, version, protocol) => {
    expect(entries(behindGateway(kind, version, protocol))).toEqual([
      { kind, subject: `${kind} default/web`, at: `${protocol} 443 of Gateway default/edge (listener main)`, ...toWeb },
    ]);
    expect(entries(behindGateway(kind, version, 'UDP'))).toEqual([]);
  });

  test('is a UDPRoute, to a UDP port', () => {
    const yaml = behindGateway('UDPRoute', 'v1alpha2', 'UDP', '{port: 80, targetPort: 53, protocol: UDP}');
    expect(entries(yaml)).toMatchObject([{ kind: 'UDPRoute', targets: ['default/web[Deployment] UDP 53'] }]);
  });
});

describe('the controller of Ingresses reaches', () => {
  const edges = (yaml: string) =>
    ingressControllerEdges(clusterOf(yaml)).map(({ workload, ports }) => `${workload.id} ${ports}`);
  const http = 'ports: [{port: 80, targetPort: http}]';

  test.each([
    [
      'the target port of a backend',
      web + service('web', http) + ingress(`rules: [${rule('web')}]`),
      ['default/web[Deployment] 8080'],
    ],
    [
      'default backends',
      web + service('web', http) + ingress(`defaultBackend: ${to('web')}`),
      ['default/web[Deployment] 8080'],
    ],
    [
      'all of several ports, each once',
      deployment('web', '{containerPort: 8081}, {containerPort: 8080}') +
        service('web', 'ports: [{name: a, port: 80, targetPort: 8081}, {name: b, port: 81, targetPort: 8080}]') +
        ingress(`defaultBackend: ${to('web')}, rules: [${rule('web')}, ${rule('web', 81)}]`),
      ['default/web[Deployment] 8080,8081'],
    ],
    [
      'a named port pod by pod',
      web +
        deployment('old', '{name: http, containerPort: 9090}', { labels: 'app: web' }) +
        service('web', http) +
        ingress(`rules: [${rule('web')}]`),
      ['default/web[Deployment] 8080', 'default/old[Deployment] 9090'],
    ],
    [
      'workloads that are scaled to 0 too',
      deployment('web', '{name: http, containerPort: 8080}', { replicas: 0 }) +
        service('web', http) +
        ingress(`rules: [${rule('web')}]`),
      ['default/web[Deployment] 8080'],
    ],
    [
      'no port that no container declares',
      web + service('web', 'ports: [{port: 80}]') + ingress(`rules: [${rule('web')}]`),
      [],
    ],
    [
      'no UDP port',
      deployment('web', '{containerPort: 53, protocol: UDP}') +
        service('web', 'ports: [{port: 80, targetPort: 53}]') +
        ingress(`rules: [${rule('web')}]`),
      [],
    ],
    [
      'no UDP port of a Service',
      deployment('web', '{containerPort: 53, protocol: UDP}') +
        service('web', 'ports: [{port: 80, targetPort: 53, protocol: UDP}]') +
        ingress(`rules: [${rule('web')}]`),
      [],
    ],
    [
      'nothing of another namespace',
      web.replace('namespace: default', 'namespace: prod') + service('web', http) + ingress(`rules: [${rule('web')}]`),
      [],
    ],
    ['nothing behind a Service that is not there', web + ingress(`rules: [${rule('web')}]`), []],
    ['nothing without an Ingress', web + service('web', http), []],
    [
      'the backends of OpenShift Routes',
      web +
        service('web', http) +
        object('route.openshift.io/v1', 'Route', 'web', 'spec: {to: {kind: Service, name: web}}'),
      ['default/web[Deployment] 8080'],
    ],
    [
      'the port that an OpenShift Route names',
      deployment('web', '{containerPort: 8081}, {containerPort: 8080}') +
        service('web', 'ports: [{name: a, port: 80, targetPort: 8081}, {name: b, port: 81, targetPort: 8080}]') +
        object(
          'route.openshift.io/v1',
          'Route',
          'web',
          'spec: {port: {targetPort: b}, to: {kind: Service, name: none}, alternateBackends: [{kind: Service, name: web}]}',
        ),
      ['default/web[Deployment] 8080'],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(edges(yaml)).toEqual(expected);
  });
});

describe('the pods of a controller', () => {
  const nginx = deployment('controller', '{containerPort: 80}', {
    labels: 'app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/component: controller',
    namespace: 'ingress-nginx',
  });
  const job = deployment('admission', '', {
    labels: 'app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/component: admission-webhook',
    namespace: 'ingress-nginx',
  });
  const traefik = deployment('traefik', '{containerPort: 80}', {
    labels: 'app.kubernetes.io/name: traefik',
    namespace: 'traefik',
  });
  const classOf = (name: string, controller: string) =>
    object('networking.k8s.io/v1', 'IngressClass', name, `spec: {controller: ${controller}}`);

  test.each([
    ['of the class nginx', 'ingressClassName: nginx, ', '', ['ingress-nginx/controller[Deployment]']],
    ['of the class traefik', 'ingressClassName: traefik, ', '', ['traefik/traefik[Deployment]']],
    [
      'of a class by its controller, whatever its name',
      'ingressClassName: public, ',
      classOf('public', 'traefik.io/ingress-controller'),
      ['traefik/traefik[Deployment]'],
    ],
    [
      'of a class that says other than its name',
      'ingressClassName: nginx, ',
      classOf('nginx', 'traefik.io/ingress-controller'),
      ['traefik/traefik[Deployment]'],
    ],
    ['of a class that nobody knows', 'ingressClassName: public, ', classOf('public', 'example.com/own'), []],
    [
      'of no class: all that the input has',
      '',
      '',
      ['ingress-nginx/controller[Deployment]', 'traefik/traefik[Deployment]'],
    ],
  ])('%s are found by their labels', (_, spec, more, expected) => {
    const cluster = clusterOf(nginx + job + traefik + more + ingress(`${spec}defaultBackend: ${to('web')}`));
    expect(controllerPods(cluster, ingresses(cluster)[0]!).map(formatPeer)).toEqual(expected);
  });

  const own = deployment('edge', '', { labels: 'gateway.networking.k8s.io/gateway-name: edge' });
  const elsewhere = deployment('other', '', {
    labels: 'gateway.networking.k8s.io/gateway-name: edge',
    namespace: 'test',
  });
  const envoy = deployment('envoy', '', {
    labels: 'gateway.envoyproxy.io/owning-gateway-name: edge, gateway.envoyproxy.io/owning-gateway-namespace: default',
    namespace: 'envoy-gateway-system',
  });
  const gatewayClass = (controller: string) =>
    object('gateway.networking.k8s.io/v1', 'GatewayClass', 'x', `spec: {controllerName: ${controller}}`);
  test.each([
    ['of a Gateway in its namespace', own + elsewhere, ['default/edge[Deployment]']],
    ['of a Gateway that Envoy Gateway serves', envoy, ['envoy-gateway-system/envoy[Deployment]']],
    [
      'of a Gateway whose controller shares them',
      traefik + gatewayClass('traefik.io/gateway-controller'),
      ['traefik/traefik[Deployment]'],
    ],
    ['of a Gateway whose class nobody knows', traefik + gatewayClass('example.com/own'), []],
  ])('%s are found by their labels', (_, yaml, expected) => {
    const cluster = clusterOf(yaml + gateway('{name: main, protocol: HTTP, port: 80}'));
    expect(gatewayPods(cluster, gateways(cluster)[0]!).map(formatPeer)).toEqual(expected);
  });

  test.each([
    ['IngressClass', classOf('x', '1'), 'IngressClass default/x spec.controller: 1 names no controller'],
    ['GatewayClass', gatewayClass('1'), 'GatewayClass default/x spec.controllerName: 1 names no controller'],
  ])('can not be told of an %s without one', (_, yaml, message) => {
    const cluster = clusterOf(
      yaml + ingress(`defaultBackend: ${to('web')}`) + gateway('{name: main, protocol: HTTP, port: 80}'),
    );
    expect(() => [ingresses(cluster), gatewayPods(cluster, gateways(cluster)[0]!)]).toThrow(message);
  });
});
