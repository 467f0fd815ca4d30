import fc from 'fast-check';
import type { Fields } from '../../network/doctor/pod-template';

export interface PodObject {
  readonly metadata: { readonly annotations?: Fields };
  readonly spec: Fields;
}

/** Most fields are as restricted wants them, or missing: a pod that breaks everything shows little. */
function mostly(good: readonly unknown[], bad: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(undefined, null) },
    { weight: 1, arbitrary: fc.constantFrom(...bad) },
  );
}

const user = mostly([undefined, 1000], [0]);
const nonRoot = mostly([true], [false]);
const seccomp = mostly(
  [{ type: 'RuntimeDefault' }, { type: 'Localhost', localhostProfile: 'a.json' }],
  [{ type: 'Unconfined' }, {}],
);
const appArmor = mostly([undefined, { type: 'RuntimeDefault' }, { type: 'Localhost' }], [{ type: 'Unconfined' }, {}]);
const seLinux = mostly(
  [undefined, {}, { type: 'container_t' }, { type: 'container_engine_t' }, { level: 's0:c1' }, { type: '', user: '' }],
  [{ type: 'spc_t' }, { user: 'sysadm_u' }, { type: 'container_t', role: 'sysadm_r' }],
);
const windows = mostly([undefined, {}, { hostProcess: false }], [{ hostProcess: true }, { hostProcess: null }]);
const capabilities = mostly(
  [{ drop: ['ALL'] }, { drop: ['CHOWN', 'ALL'], add: ['NET_BIND_SERVICE'] }],
  [
    {},
    { drop: ['NET_RAW'] },
    { drop: ['ALL'], add: ['CHOWN'] },
    { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'NET_RAW'] },
  ],
);

const shared = {
  runAsNonRoot: nonRoot,
  runAsUser: user,
  seccompProfile: seccomp,
  appArmorProfile: appArmor,
  seLinuxOptions: seLinux,
  windowsOptions: windows,
};
/** Containers that say nothing leave it to the pod. */
const silent = fc.constantFrom(undefined, undefined, null);
const containerContext = fc.oneof(
  {
    weight: 12,
    arbitrary: contextOf({ runAsNonRoot: fc.oneof(silent, nonRoot), seccompProfile: fc.oneof(silent, seccomp) }),
  },
  { weight: 1, arbitrary: fc.constantFrom(undefined, null, {}) },
);

function contextOf(overrides: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  return fc.record({
    ...shared,
    allowPrivilegeEscalation: mostly([false], [true]),
    capabilities,
    privileged: mostly([undefined, false], [true]),
    procMount: mostly([undefined, 'Default'], ['Unmasked', '']),
    ...overrides,
  });
}

const handler = mostly(
  [undefined, { httpGet: { port: 80 } }, { tcpSocket: { port: 80, host: '' } }],
  [{ httpGet: { port: 80, host: '127.0.0.1' } }, { tcpSocket: { port: 'web', host: 'db.example' } }],
);
const ports = mostly(
  [undefined, [], [{ containerPort: 80 }, { containerPort: 81, hostPort: 0 }]],
  [[{ containerPort: 80 }, { containerPort: 81, hostPort: 81 }]],
);

function containers(prefix: string, minLength: number, maxLength: number): fc.Arbitrary<unknown[]> {
  const container = fc.record({
    securityContext: containerContext,
    ports,
    livenessProbe: handler,
    readinessProbe: handler,
    startupProbe: handler,
    lifecycle: fc.oneof(silent, fc.record({ postStart: handler, preStop: handler })),
  });
  return fc
    .array(container, { minLength, maxLength })
    .map((some) => some.map((fields, index) => ({ name: `${prefix}${index}`, ...fields })));
}

const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
  'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_notsent_lowat',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
];
const sysctl = fc
  .oneof(
    { weight: 6, arbitrary: fc.constantFrom(...SYSCTLS) },
    { weight: 1, arbitrary: fc.constantFrom('kernel.msgmax', 'net.core.somaxconn') },
  )
  .map((name) => ({ name, value: '1' }));
const sysctls = fc.oneof(silent, fc.array(sysctl, { maxLength: 2 }));

const VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim'];
const FORBIDDEN_VOLUMES = [
  'hostPath',
  'hostPath',
  'hostPath',
  'nfs',
  'gitRepo',
  'iscsi',
  'azureFile',
  'rbd',
  'cephfs',
  'portworxVolume',
];
const volume = mostly(
  [...VOLUMES, 'projected', 'secret'].map((source) => ({ [source]: {} })),
  [{}, { hostPath: null }, ...FORBIDDEN_VOLUMES.map((source) => ({ [source]: {} }))],
);
const volumes = fc.oneof(
  silent,
  fc
    .array(volume, { maxLength: 2 })
    .map((some) => some.map((source, index) => ({ name: `volume${index}`, ...(source as object) }))),
);

const PROFILES = [undefined, undefined, '', 'runtime/default', 'localhost/a', 'docker/default', 'unconfined'];
const annotations = fc.record({
  'container.apparmor.security.beta.kubernetes.io/app0': fc.constantFrom(...PROFILES),
  'seccomp.security.alpha.kubernetes.io/pod': fc.constantFrom(...PROFILES),
  'container.seccomp.security.alpha.kubernetes.io/init0': fc.constantFrom(...PROFILES),
});
const never = [undefined, false];

/** Pods around the edge of what the standards allow, with every field that they look at. */
export const pods: fc.Arbitrary<PodObject> = fc
  .record({
    metadata: fc.record({ annotations: fc.oneof(fc.constant(undefined), annotations) }),
    spec: fc.record({
      hostNetwork: mostly(never, [true]),
      hostPID: mostly(never, [true]),
      hostIPC: mostly(never, [true]),
      hostUsers: fc.constantFrom(undefined, undefined, null, true, false),
      os: fc.constantFrom(undefined, undefined, undefined, null, { name: 'linux' }, { name: 'windows' }),
      securityContext: fc.oneof(
        { weight: 20, arbitrary: fc.record({ ...shared, sysctls }) },
        { weight: 1, arbitrary: fc.constantFrom(undefined, null, {}) },
      ),
      initContainers: containers('init', 0, 2),
      containers: containers('app', 1, 2),
      ephemeralContainers: containers('debug', 0, 1),
      volumes,
    }),
  })
  // As they are after the way through a file.
  .map((pod) => JSON.parse(JSON.stringify(pod)));
