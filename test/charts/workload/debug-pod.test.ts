import { ImagePullPolicy } from 'cdk8s-plus-28';
import { DebugPod, type DebugPodProps } from '../../../charts';
import {
  expectEveryPropToMatter,
  expectRestricted,
  idsIn,
  newChart,
  pick,
  render,
  testRefusals,
} from '../../support/synth';

const namespace = 'shop';
const rendered = (props: DebugPodProps = {}) =>
  render((chart) => new DebugPod(chart, 'network-debug', props), { namespace });
const podOf = (props: DebugPodProps = {}) => pick(rendered(props), 'Pod').spec;

const PROPS: Required<DebugPodProps> = {
  activeDeadlineSeconds: 600,
  capabilities: ['NET_ADMIN', 'NET_RAW'],
  command: ['sh'],
  containerName: 'tools',
  cpuRequest: '1',
  image: 'busybox:1.37.0',
  imagePullPolicy: ImagePullPolicy.ALWAYS,
  imagePullSecrets: ['registry'],
  labels: { team: 'shop' },
  memoryLimit: '1Gi',
  memoryRequest: '192Mi',
  name: 'debug',
  namespace: 'trade',
  podLabels: { access: 'true' },
  runAsRoot: true,
  user: 1000,
};

describe('DebugPod', () => {
  it('is the pod of row 001-58, with an image that is pinned', () => {
    expect(pick(rendered(), 'Pod').metadata).toEqual({
      name: 'network-debug',
      namespace,
      labels: { app: 'network-debug' },
    });
    expect(rendered()).toHaveLength(1);
    const [container] = podOf().containers;
    expect(container).toMatchObject({ name: 'netutils', command: ['/bin/bash'], stdin: true, tty: true });
    expect(container.image).toMatch(/^nicolaka\/netshoot:v\d/);
    expect(idsIn(new DebugPod(newChart(), 'network-debug'))).toEqual(['Resource']);
  });

  it('ends after an hour, is not started again, and goes at once when it is deleted', () => {
    expect(podOf()).toMatchObject({
      activeDeadlineSeconds: 3600,
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 1,
    });
  });

  it('keeps to "restricted", with a place to write', () => {
    expectRestricted(podOf(), 65532);
    expect(podOf().volumes).toEqual([{ name: 'tmp', emptyDir: {} }]);
    expect(podOf().containers[0].volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
  });

  it('is root only where that is said, and then with the one capability that tcpdump and ping need', () => {
    const pod = podOf({ runAsRoot: true });
    expect(pod.securityContext).toEqual({ runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'], add: ['NET_RAW'] },
      readOnlyRootFilesystem: true,
    });
  });

  it('gives a copy of the labels by which a policy can let it through', () => {
    const debug = new DebugPod(newChart({ namespace }), 'network-debug', { labels: { team: 'shop' } });
    debug.podLabels.app = 'changed';
    expect([debug.name, debug.namespace, debug.podLabels]).toEqual([
      'network-debug',
      namespace,
      { app: 'network-debug' },
    ]);
  });

  it('renders all its props as reviewed', () => {
    const { user, ...root } = PROPS;
    expect(rendered(root)).toMatchSnapshot();
  });

  it('has no prop without effect', () => {
    const { runAsRoot, capabilities, ...rest } = PROPS;
    expectEveryPropToMatter(rest, rendered);
    expectEveryPropToMatter({ runAsRoot }, rendered);
    expectEveryPropToMatter({ capabilities }, (props) => rendered({ runAsRoot, ...props }));
  });

  testRefusals((scope, props) => new DebugPod(scope, 'network-debug', props), {}, PROPS, [
    ['an image with a scheme', { image: 'https://netshoot' }, 'image/reference', /leave the scheme out/],
    ['a command of one text', { command: 'bash' as never }, 'props/shape', /"command" is "bash"/],
    ['an end that never comes', { activeDeadlineSeconds: 0 }, 'number/range', /from 1 to 86400/],
    ['a name with a dot', { name: 'a.b' }, 'name/dns-label', /"name" is "a.b"/],
    ['a container name with a dot', { containerName: 'a.b' }, 'name/dns-label', /"containerName"/],
    ['a namespace with a dot', { namespace: 'a.b' }, 'name/dns-label', /"namespace"/],
    ['no labels', { podLabels: {} }, 'label/none', /"podLabels"/],
    [
      'a boolean as a label',
      { podLabels: { access: true as never } },
      'label/value',
      /"podLabels.access" is true.*write "true" in quotes/,
    ],
    ['a label of two words', { labels: { team: 'two words' } }, 'label/value', /"labels.team"/],
    ['root by its number', { user: 0 }, 'number/range', /"user" is 0/],
    ['root and another user', { runAsRoot: true, user: 101 }, 'props/conflict', /"user" is 101/],
    ['root as text', { runAsRoot: 'yes' as never }, 'switch/boolean', /"runAsRoot"/],
    ['capabilities that only root could use', { capabilities: ['NET_RAW'] }, 'props/missing', /without runAsRoot/],
    ['a pull policy that is none', { imagePullPolicy: 'Sometimes' as never }, 'image/pull-policy', /"Sometimes"/],
    ['a pull Secret with an underscore', { imagePullSecrets: ['my_registry'] }, 'name/subdomain', /"my_registry"/],
    ['no CPU', { cpuRequest: '0' }, 'quantity/cpu', /"cpuRequest"/],
    ['a request above its limit', { memoryRequest: '1Gi' }, 'props/conflict', /memoryLimit, 256Mi/],
    ['a limit in thousandths', { memoryLimit: '512m' }, 'quantity/bytes', /write "512Mi"/],
  ]);
});
