import { App, type Chart } from 'cdk8s';
import { BareMetalChart } from '../../../charts/gallery/bare-metal';
import { ClusterIpChart } from '../../../charts/gallery/cluster-ip';
import { FiveServicesChart } from '../../../charts/gallery/five-services';
import { NodePortsChart } from '../../../charts/gallery/node-ports';
import { ServiceKindsChart } from '../../../charts/gallery/service-kinds';
import { StickyServiceChart } from '../../../charts/gallery/sticky-service';
import { TargetPortChart } from '../../../charts/gallery/target-port';
import { readNetwork } from '../../../network';
import '../../../network/jest';
import { type Manifest, pick } from '../../support/synth';

const kinds = new ServiceKindsChart(new App(), 'service-kinds');
const five = new FiveServicesChart(new App(), 'five-services');
const clusterIp = new ClusterIpChart(new App(), 'cluster-ip');
const targetPort = new TargetPortChart(new App(), 'target-port');
const nodePorts = new NodePortsChart(new App(), 'node-ports');
const bareMetal = new BareMetalChart(new App(), 'bare-metal');
const sticky = new StickyServiceChart(new App(), 'sticky-service');

const specOf = (chart: Chart, service: string): Manifest => pick(chart.toJson(), 'Service', service).spec;
const STRANGER = 'elsewhere/{app=x}';

describe.each<[string, Chart]>(
  [kinds, five, clusterIp, targetPort, nodePorts, bareMetal, sticky].map((chart) => [chart.node.id, chart]),
)('the Services of %s', (_name, chart) => {
  const services: Manifest[] = chart.toJson().filter(({ kind }: Manifest) => kind === 'Service');
  const deployments: Manifest[] = chart.toJson().filter(({ kind }: Manifest) => kind === 'Deployment');
  const before = services.filter(({ spec }) => spec.type !== 'ExternalName');

  it.each(
    before.map(({ metadata, spec }): [string, Manifest] => [metadata.name, spec]),
  )('%s is before the pods of one Deployment, on a port that they open', (_service, { selector, ports }) => {
    const selected = deployments.filter(({ spec }) =>
      Object.entries(selector).every(([key, value]) => spec.template.metadata.labels[key] === value),
    );
    expect(selected).toHaveLength(1);
    const [container] = selected[0]!.spec.template.spec.containers;
    const open = container.ports.map(({ containerPort }: Manifest) => containerPort);
    expect(open).toEqual(ports.map(({ targetPort: port }: Manifest) => port));
  });
});

describe('service-kinds', () => {
  it('has an address inside the cluster, known near and far (001-04, 001-05)', () => {
    expect(specOf(kinds, 'api-service')).toEqual({
      type: 'ClusterIP',
      selector: { app: 'api' },
      ports: [{ name: 'http', port: 8080, protocol: 'TCP', targetPort: 8080 }],
    });
    expect(kinds).toResolve('api-service', 'service-kinds');
    expect(kinds).toResolve('api-service.service-kinds.svc.cluster.local', STRANGER);
    expect(kinds).not.toResolve('api-service', STRANGER);
    expect(kinds).toReach(STRANGER, 'service-kinds/api-service:8080');
  });

  it('has a port on every node (001-06)', () => {
    const { type, selector, ports } = specOf(kinds, 'web-service');
    expect({ type, selector }).toEqual({ type: 'NodePort', selector: { app: 'web' } });
    expect(ports).toMatchObject([{ port: 80, targetPort: 8080, nodePort: 30080 }]);
  });

  it('has an address outside, for some (001-08)', () => {
    expect(specOf(kinds, 'app-lb')).toMatchObject({
      type: 'LoadBalancer',
      selector: { app: 'frontend' },
      loadBalancerSourceRanges: ['203.0.113.0/24'],
      ports: [{ port: 443, targetPort: 8443, protocol: 'TCP' }],
    });
    const [container] = pick(kinds.toJson(), 'Deployment', 'frontend').spec.template.spec.containers;
    expect(container.env).toEqual([{ name: 'PORT', value: '8443' }]);
  });

  it('has an alias for what is outside, without ports (001-10)', () => {
    expect(specOf(kinds, 'external-db')).toEqual({ type: 'ExternalName', externalName: 'db.example.com' });
  });
});

describe('five-services', () => {
  const overNginx = { selector: { app: 'nginx' } };

  it('has one Deployment behind four Services (004-02, 004-04, 004-06, 004-09, 004-33)', () => {
    const http = { port: 80, targetPort: 80 };
    expect(specOf(five, 'nginx-service')).toMatchObject({ ...overNginx, type: 'ClusterIP', ports: [http] });
    const onNodes = { ...overNginx, type: 'NodePort', ports: [{ ...http, nodePort: 30082 }] };
    expect(specOf(five, 'nginx-nodeport')).toMatchObject(onNodes);
    expect(specOf(five, 'nginx-lb')).toMatchObject({ ...overNginx, type: 'LoadBalancer', ports: [http] });
    expect(specOf(five, 'headless-service')).toMatchObject({ ...overNginx, clusterIP: 'None', ports: [http] });
    for (const service of ['nginx-service', 'nginx-nodeport', 'nginx-lb', 'headless-service'])
      expect(five).toReach(STRANGER, `five-services/${service}:80`);
  });

  it('has an alias (004-08)', () => {
    expect(specOf(five, 'external-service')).toEqual({ type: 'ExternalName', externalName: 'api.example.com' });
  });
});

describe('cluster-ip', () => {
  it('has three pods behind one address and name (001-59 to 001-62)', () => {
    expect(pick(clusterIp.toJson(), 'Deployment', 'web').spec.replicas).toBe(3);
    expect(specOf(clusterIp, 'web-service')).toMatchObject({
      type: 'ClusterIP',
      selector: { app: 'web' },
      ports: [{ port: 80, targetPort: 80 }],
    });
    expect(clusterIp).toResolve('web-service', 'cluster-ip');
    expect(clusterIp).toResolve('web-service.cluster-ip.svc.cluster.local', 'testing/{app=x}');
    expect(clusterIp).toReach('testing/{app=x}', 'cluster-ip/web-service:80');
  });

  it('is not reached from outside (002-07)', () => expect(readNetwork(clusterIp).exposure()).toEqual([]));
});

describe('target-port', () => {
  it('leads from port 80 to 8080 of the pods (004-28)', () => {
    expect(specOf(targetPort, 'web-service')).toMatchObject({
      type: 'ClusterIP',
      selector: { app: 'web-app' },
      ports: [{ port: 80, targetPort: 8080 }],
    });
  });
});

describe('node-ports', () => {
  it('has the Service as the walk-through edits it (002-06, 002-08)', () => {
    expect(pick(nodePorts.toJson(), 'Deployment', 'nginx-app').spec.replicas).toBe(3);
    expect(specOf(nodePorts, 'nginx-app')).toEqual({
      type: 'NodePort',
      selector: { app: 'nginx-app' },
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 80, nodePort: 32000 }],
      externalTrafficPolicy: 'Cluster',
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    });
  });

  it('leaves a node port to the cluster, and has pods for it (002-04, 002-05)', () => {
    expect(specOf(nodePorts, 'my-node-port-service')).toEqual({
      type: 'NodePort',
      selector: { app: 'my-node-port-service' },
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 80 }],
    });
  });
});

describe('bare-metal', () => {
  it('has a Service of each kind before pods that kubectl run would label so (003-03, 003-11, 003-12, 003-14)', () => {
    expect(specOf(bareMetal, 'nginx')).toMatchObject({
      type: 'LoadBalancer',
      selector: { run: 'nginx' },
      ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }],
    });
    expect(specOf(bareMetal, 'nginx-clusterip')).toMatchObject({ type: 'ClusterIP', ports: [{ port: 80 }] });
    const onNodes = { type: 'NodePort', ports: [{ port: 80, targetPort: 80, nodePort: 30081 }] };
    expect(specOf(bareMetal, 'nginx-nodeport')).toMatchObject(onNodes);
  });

  it('is reached from busybox, and from another namespace by the full name (003-06, 003-10)', () => {
    expect(pick(bareMetal.toJson(), 'Pod', 'busybox').spec.containers[0].command).toEqual(['sleep', 'infinity']);
    expect(bareMetal).toReach('bare-metal/busybox', 'bare-metal/nginx[Service]:80');
    expect(bareMetal).toResolve('nginx.bare-metal.svc.cluster.local', 'universe/{run=busybox}');
    expect(bareMetal).toReach('universe/{run=busybox}', 'bare-metal/nginx[Service]:80');
  });
});

describe('sticky-service', () => {
  it('keeps a client with one of two pods for an hour, in the field that the API has (001-50)', () => {
    expect(pick(sticky.toJson(), 'Deployment', 'stateful').spec.replicas).toBe(2);
    expect(specOf(sticky, 'stateful-app')).toEqual({
      type: 'ClusterIP',
      selector: { app: 'stateful' },
      ports: [{ name: 'http', port: 8080, protocol: 'TCP', targetPort: 8080 }],
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 3600 } },
    });
    expect(readNetwork(sticky).reach(STRANGER, 'sticky-service/stateful-app:8080').verdict).toBe('allowed');
  });
});
