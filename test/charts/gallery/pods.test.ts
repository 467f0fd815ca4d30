import { App } from 'cdk8s';
import { DebugPodsChart } from '../../../charts/gallery/debug-pods';
import { HostPortsChart } from '../../../charts/gallery/host-ports';
import { DefaultDeny } from '../../../charts/policy/default-deny';
import { readNetwork } from '../../../network';
import '../../../network/jest';
import { type Manifest, pick } from '../../support/synth';

const debug = new DebugPodsChart(new App(), 'debug-pods');
const host = new HostPortsChart(new App(), 'host-ports');

describe('debug-pods', () => {
  const pods: Manifest[] = debug.toJson().filter(({ kind }: Manifest) => kind === 'Pod');
  const containerOf = (name: string): Manifest => pick(debug.toJson(), 'Pod', name).spec.containers[0];

  it('has the tools at a terminal (001-39, 001-53, 001-54, 001-58, 004-24)', () => {
    const shell = { image: expect.stringMatching(/^nicolaka\/netshoot:v/), command: ['/bin/bash'] };
    expect(containerOf('network-debug')).toMatchObject({ ...shell, name: 'netutils', stdin: true, tty: true });
    expect(containerOf('netshoot')).toMatchObject(shell);
  });

  it('has pods to look up names from (002-13, 004-26)', () => {
    expect(containerOf('testpod')).toMatchObject({ command: ['sleep', '3600'], image: 'busybox:1.37.0' });
    expect(containerOf('dnsutils').image).toBe(containerOf('netshoot').image);
    for (const { metadata } of pods)
      expect(debug).toResolve('kubernetes.default.svc.cluster.local', `debug-pods/${metadata.name}`);
  });

  it('ends them within an hour, and can be told apart by policies', () => {
    expect(pods).toHaveLength(4);
    for (const { metadata, spec } of pods) {
      expect(spec).toMatchObject({ activeDeadlineSeconds: 3600, restartPolicy: 'Never' });
      expect(metadata.labels).toEqual({ app: metadata.name });
    }
  });
});

describe('host-ports (003-15 to 003-20)', () => {
  it('takes pods that "restricted" refuses, in its own namespace', () => {
    expect(pick(host.toJson(), 'Namespace').metadata.labels).toEqual({
      'pod-security.kubernetes.io/enforce': 'privileged',
    });
  });

  it('has nginx on port 8080 of its node (003-16)', () => {
    const { spec } = pick(host.toJson(), 'Pod', 'nginx-hostport');
    expect(spec.containers[0].ports).toMatchObject([{ containerPort: 80, hostPort: 8080 }]);
    expect(spec).not.toHaveProperty('hostNetwork');
  });

  it("has nginx in its node's network, with the cluster's names (003-17)", () => {
    const { spec } = pick(host.toJson(), 'Pod', 'nginx-hostnetwork');
    expect(spec).toMatchObject({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
    expect(spec.containers[0].ports).toMatchObject([{ containerPort: 80 }]);
    expect(spec.containers[0].securityContext.capabilities).toEqual({
      drop: ['ALL'],
      add: ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
    });
  });

  it("is open on both nodes, and a policy decides nothing about the pod in its node's network (003-15, 003-20)", () => {
    const walled = new HostPortsChart(new App(), 'host-ports');
    new DefaultDeny(walled, 'deny');
    const open = (chart: HostPortsChart) =>
      readNetwork(chart)
        .exposure()
        .map(({ kind, at, targets }) => [kind, at, ...targets.map(({ verdict }) => verdict)]);
    expect(open(host)).toEqual([
      ['HostPort', 'TCP 8080 of its node', 'allowed'],
      ['HostNetwork', 'TCP 80 of its node', 'allowed'],
    ]);
    expect(open(walled)).toEqual([
      ['HostPort', 'TCP 8080 of its node', 'denied'],
      ['HostNetwork', 'TCP 80 of its node', 'undecidable'],
    ]);
  });
});
