import { App, Chart } from 'cdk8s';
import { k8s, Protocol } from 'cdk8s-plus-28';
import {
  type ClusterIpOptions,
  EchoDemo,
  Expose,
  type HeadlessOptions,
  IpFamily,
  IpFamilyPolicy,
  type LoadBalancerOptions,
  Microservice,
  type MicroservicePort,
  type NodePortOptions,
  TrafficPolicy,
} from '../../../charts';
import { type Manifest, newChart, pick, render, thrownBy } from '../../support/synth';

const PORTS: MicroservicePort[] = [
  { name: 'http', port: 80 },
  { name: 'https', port: 443 },
];

/** The Service that a way to be reached makes. */
function service(expose: Expose, ports: MicroservicePort[] = [{ port: 80 }]): Manifest {
  const made = render((chart) => new Microservice(chart, 'web', { image: 'web:1', ports, expose }));
  return pick(made, 'Service');
}

const FAMILIES = {
  annotations: { 'example.com/pool': 'public' },
  ipFamilyPolicy: IpFamilyPolicy.REQUIRE_DUAL_STACK,
  ipFamilies: [IpFamily.IPV6],
};
const HEADLESS: Required<HeadlessOptions> = { ...FAMILIES, publishNotReadyAddresses: true };
const CLUSTER_IP: Required<ClusterIpOptions> = {
  ...FAMILIES,
  internalTrafficPolicy: TrafficPolicy.LOCAL,
  sessionAffinitySeconds: 3600,
};
const NODE_PORT: Required<NodePortOptions> = {
  ...CLUSTER_IP,
  externalTrafficPolicy: TrafficPolicy.LOCAL,
  nodePort: 30080,
  nodePorts: { https: 30443 },
};
const LOAD_BALANCER: Required<LoadBalancerOptions> = {
  ...CLUSTER_IP,
  externalTrafficPolicy: TrafficPolicy.CLUSTER,
  loadBalancerClass: 'example.com/internal',
  sourceRanges: ['203.0.113.0/24'],
};

describe('Expose', () => {
  it('gives an address inside the cluster', () => {
    expect(service(Expose.clusterIp()).spec).toEqual({
      type: 'ClusterIP',
      selector: { app: 'web' },
      ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }],
    });
  });

  it('fails the synth where the app has a port of the nodes twice, with both Services', () => {
    const make = (protocol: Protocol, nodePort: number) => {
      const app = new App();
      const chart = new Chart(app, 'edge', { namespace: 'edge' });
      const expose = Expose.nodePort({ nodePort: 30080 });
      new Microservice(chart, 'web', { image: 'web:1', ports: [{ port: 80 }], expose });
      new k8s.KubeService(new Chart(app, 'other'), 'legacy', { spec: { ports: [{ port: 80, nodePort, protocol }] } });
      return app;
    };
    expect(() => make(Protocol.TCP, 30080).synthYaml()).toThrow(
      /\[edge\/web\] node port 30080\/TCP is that of another Service, too, other\/legacy: .*\[service\/node-port\]/,
    );
    const echo = new App();
    for (const name of ['one', 'two'])
      new EchoDemo(new Chart(echo, name), 'echo', {
        namespace: name,
        ingress: false,
        copy: false,
        outsideClient: false,
      });
    expect(() => echo.synthYaml()).toThrow(
      /\[one\/echo\] node port 30001\/TCP is that of .*two\/echo\/NodePortService/,
    );
    expect(() => make(Protocol.UDP, 30080).synthYaml()).not.toThrow();
    expect(() => make(Protocol.TCP, 30081).synthYaml()).not.toThrow();
  });

  it('keeps a client at its pod for a time, in the field that the API has (001-50)', () => {
    const { spec } = service(Expose.clusterIp({ sessionAffinitySeconds: 3600 }));
    expect(spec).toMatchObject({
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 3600 } },
    });
    for (const most of [1, 86_400])
      expect(
        service(Expose.clusterIp({ sessionAffinitySeconds: most })).spec.sessionAffinityConfig.clientIP.timeoutSeconds,
      ).toBe(most);
  });

  it('opens a port on every node, chosen by the cluster or by the user (001-06)', () => {
    const ports = [{ port: 80, containerPort: 8080 }];
    expect(service(Expose.nodePort({ nodePort: 30080 }), ports).spec).toEqual({
      type: 'NodePort',
      selector: { app: 'web' },
      ports: [{ protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }],
    });
    expect(service(Expose.nodePort()).spec.ports).toEqual([{ protocol: 'TCP', port: 80, targetPort: 80 }]);
  });

  it('opens a node port for each of several ports, by name or for the first', () => {
    const portsOf = (options: NodePortOptions) =>
      service(Expose.nodePort(options), PORTS).spec.ports.map(({ nodePort }: Manifest) => nodePort);
    expect(portsOf({ nodePorts: { https: 30443, http: 30080 } })).toEqual([30080, 30443]);
    expect(portsOf({ nodePort: 30080, nodePorts: { https: 30443 } })).toEqual([30080, 30443]);
    expect(portsOf({ nodePorts: { https: 30443 } })).toEqual([undefined, 30443]);
    expect(portsOf({ nodePort: 30080 })).toEqual([30080, undefined]);
  });

  it('asks a load balancer for an address, and tells it whom to let in (001-08)', () => {
    const ports = [{ port: 443, containerPort: 8443 }];
    expect(service(Expose.loadBalancer({ sourceRanges: ['203.0.113.0/24', '2001:db8::/32'] }), ports).spec).toEqual({
      type: 'LoadBalancer',
      selector: { app: 'web' },
      ports: [{ protocol: 'TCP', port: 443, targetPort: 8443 }],
      loadBalancerSourceRanges: ['203.0.113.0/24', '2001:db8::/32'],
    });
    expect(service(Expose.loadBalancer({ loadBalancerClass: 'internal' })).spec.loadBalancerClass).toBe('internal');
    expect(service(Expose.loadBalancer()).spec).not.toHaveProperty('loadBalancerSourceRanges');
  });

  it('leaves the addresses to DNS, where there is to be none in front (004-09)', () => {
    expect(service(Expose.headless()).spec).toEqual({
      clusterIP: 'None',
      selector: { app: 'web' },
      ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }],
    });
    expect(service(Expose.headless({ publishNotReadyAddresses: true })).spec.publishNotReadyAddresses).toBe(true);
  });

  it('has the policies and families of row 002-08', () => {
    const expose = Expose.nodePort({
      nodePort: 32000,
      externalTrafficPolicy: TrafficPolicy.CLUSTER,
      internalTrafficPolicy: TrafficPolicy.CLUSTER,
      ipFamilyPolicy: IpFamilyPolicy.SINGLE_STACK,
      ipFamilies: [IpFamily.IPV4],
    });
    expect(service(expose).spec).toMatchObject({
      externalTrafficPolicy: 'Cluster',
      internalTrafficPolicy: 'Cluster',
      ipFamilyPolicy: 'SingleStack',
      ipFamilies: ['IPv4'],
    });
  });

  it('has addresses of both families, the first one first', () => {
    const families = { ipFamilyPolicy: IpFamilyPolicy.PREFER_DUAL_STACK, ipFamilies: [IpFamily.IPV6, IpFamily.IPV4] };
    const rendered = { ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv6', 'IPv4'] };
    for (const make of [Expose.clusterIp, Expose.headless, Expose.nodePort, Expose.loadBalancer])
      expect(service(make(families)).spec).toMatchObject(rendered);
  });

  it('puts annotations on the Service alone', () => {
    const made = render(
      (chart) =>
        new Microservice(chart, 'web', {
          image: 'web:1',
          ports: [{ port: 80 }],
          expose: Expose.clusterIp({ annotations: FAMILIES.annotations }),
        }),
    );
    expect(made.filter(({ metadata }) => metadata.annotations).map(({ kind }) => kind)).toEqual(['Service']);
    expect(pick(made, 'Service').metadata.annotations).toEqual(FAMILIES.annotations);
  });

  it('is not changed by what happens to its options afterwards', () => {
    const annotations: Record<string, string> = { ...FAMILIES.annotations };
    const expose = Expose.clusterIp({ annotations });
    annotations['example.com/pool'] = 'changed';
    expect(service(expose).metadata.annotations).toEqual(FAMILIES.annotations);
  });

  it.each<[string, object, (options: object) => Expose]>([
    ['clusterIp', CLUSTER_IP, Expose.clusterIp],
    ['headless', HEADLESS, Expose.headless],
    ['nodePort', NODE_PORT, Expose.nodePort],
    ['loadBalancer', LOAD_BALANCER, Expose.loadBalancer],
  ])('%s has no option without effect', (_kind, all, make) => {
    const whole = service(make(all), PORTS);
    for (const left of Object.keys(all)) {
      const without = service(make({ ...all, [left]: undefined }), PORTS);
      expect({ left, made: without }).not.toEqual({ left, made: whole });
    }
  });

  it.each<[string, () => Expose, string, RegExp]>([
    [
      'an affinity without end',
      () => Expose.clusterIp({ sessionAffinitySeconds: 86_401 }),
      'number/range',
      /from 1 to 86400/,
    ],
    ['an affinity of no time', () => Expose.clusterIp({ sessionAffinitySeconds: 0 }), 'number/range', /from 1/],
    [
      'a traffic policy that is none',
      () => Expose.clusterIp({ internalTrafficPolicy: 'Node' as never }),
      'props/choice',
      /"internalTrafficPolicy" is "Node": must be one of Cluster, Local/,
    ],
    [
      'a policy for traffic from outside where none comes',
      () => Expose.clusterIp({ externalTrafficPolicy: TrafficPolicy.LOCAL } as never),
      'props/conflict',
      /Expose.clusterIp: prop "externalTrafficPolicy".*is nothing such a Service has/,
    ],
    [
      'an affinity where DNS chooses the pod',
      () => Expose.headless({ sessionAffinitySeconds: 60 } as never),
      'props/conflict',
      /"sessionAffinitySeconds"/,
    ],
    [
      'traffic policies where there is no address',
      () => Expose.headless({ internalTrafficPolicy: TrafficPolicy.LOCAL } as never),
      'props/conflict',
      /"internalTrafficPolicy"/,
    ],
    [
      'a traffic policy for outside that is none',
      () => Expose.loadBalancer({ externalTrafficPolicy: 'local' as never }),
      'props/choice',
      /"externalTrafficPolicy" is "local"/,
    ],
    [
      'one family twice',
      () => Expose.clusterIp({ ipFamilies: [IpFamily.IPV4, IpFamily.IPV4] }),
      'props/conflict',
      /different/,
    ],
    [
      'two families for a Service of one',
      () =>
        Expose.clusterIp({
          ipFamilies: [IpFamily.IPV4, IpFamily.IPV6],
          ipFamilyPolicy: IpFamilyPolicy.SINGLE_STACK,
        }),
      'props/conflict',
      /two families need an ipFamilyPolicy for both/,
    ],
    [
      'two families without a word on whether both are meant',
      () => Expose.headless({ ipFamilies: [IpFamily.IPV4, IpFamily.IPV6] }),
      'props/conflict',
      /two families need/,
    ],
    ['a family in lower case', () => Expose.clusterIp({ ipFamilies: ['ipv4' as never] }), 'props/choice', /IPv4, IPv6/],
    [
      'a family policy that is none',
      () => Expose.clusterIp({ ipFamilyPolicy: 'Dual' as never }),
      'props/choice',
      /"Dual"/,
    ],
    ['a node port below the range', () => Expose.nodePort({ nodePort: 99 }), 'number/node-port', /30000 to 32767/],
    [
      'a named one above it',
      () => Expose.nodePort({ nodePorts: { http: 32_768 } }),
      'number/node-port',
      /"nodePorts.http"/,
    ],
    [
      'an address without its length',
      () => Expose.loadBalancer({ sourceRanges: ['203.0.113.7'] }),
      'cidr/block',
      /"sourceRanges\[0\]".*write "203.0.113.7\/32"/,
    ],
    [
      'ranges in one text',
      () => Expose.loadBalancer({ sourceRanges: '0.0.0.0/0' as never }),
      'props/shape',
      /must be a list/,
    ],
    [
      'a class of two words',
      () => Expose.loadBalancer({ loadBalancerClass: 'my class' }),
      'name/qualified',
      /"my class"/,
    ],
    [
      'a switch as text',
      () => Expose.headless({ publishNotReadyAddresses: 'yes' as never }),
      'switch/boolean',
      /true or false/,
    ],
    [
      'an annotation that is no text',
      () => Expose.clusterIp({ annotations: { 'example.com/internal': true as never } }),
      'value/annotation',
      /write "true" in quotes/,
    ],
    [
      'an annotation without a name',
      () => Expose.clusterIp({ annotations: { 'example.com/': '' } }),
      'label/key',
      /"example.com\/"/,
    ],
    ['options that are none', () => Expose.clusterIp('LoadBalancer' as never), 'props/shape', /must be an object/],
  ])('refuses %s', (_what, make, code, message) => {
    const error = thrownBy(make);
    expect(error).toMatchObject({ name: 'PropError', code });
    expect(error.message).toMatch(/^Expose\.\w+: prop "/);
    expect(error.message).toMatch(message);
  });

  it.each<[string, NodePortOptions, string, RegExp]>([
    [
      'a name that no port has',
      { nodePorts: { web: 30080 } },
      'props/choice',
      /"web": must be one of the names: http, https/,
    ],
    ['two numbers for the first port', { nodePort: 30080, nodePorts: { http: 30081 } }, 'props/conflict', /30081/],
    ['one number for two ports', { nodePorts: { http: 30080, https: 30080 } }, 'props/conflict', /another node port/],
  ])('refuses %s, where the ports are known', (_what, options, code, message) => {
    const error = thrownBy(
      () => new Microservice(newChart(), 'web', { image: 'web:1', ports: PORTS, expose: Expose.nodePort(options) }),
    );
    expect(error).toMatchObject({ name: 'PropError', code });
    expect(error.message).toMatch(message);
  });
});
