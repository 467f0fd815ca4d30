import type { PodObject } from '../../../oracle/pods';

const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};
const { allowPrivilegeEscalation, capabilities } = RESTRICTED;

/** A pod that restricted lets in, but for these fields. */
function pod(spec: object, context: object = {}, container: object = {}): PodObject {
  const securityContext = { ...RESTRICTED, ...context };
  return { metadata: {}, spec: { containers: [{ name: 'api', securityContext, ...container }], ...spec } };
}

const context = (fields: object) => pod({}, fields);
const container = (fields: object) => pod({}, {}, fields);
const ofPod = (securityContext: object | null, own: object = {}) => pod({ securityContext }, own);
const volume = (source: object) => pod({ volumes: [{ name: 'data', ...source }] });
const annotated = (annotations: Record<string, string>, one = pod({})): PodObject => ({
  metadata: { annotations },
  spec: one.spec,
});
const unset = (...fields: (keyof typeof RESTRICTED)[]) => Object.fromEntries(fields.map((field) => [field, undefined]));

/** By what is special about them; what Kubernetes says of each is in upstream.yaml. */
export const PODS: Readonly<Record<string, PodObject>> = {
  'everything in order': pod({}),
  'nothing said': { metadata: {}, spec: { containers: [{ name: 'api' }] } },
  'a securityContext of null': { metadata: {}, spec: { containers: [{ name: 'api', securityContext: null }] } },
  'on the network of the node': pod({ hostNetwork: true }),
  'among the processes of the node': pod({ hostPID: true, hostIPC: false }),
  'in the memory of the node': pod({ hostIPC: true }),
  privileged: context({ privileged: true }),
  'not privileged, said': context({ privileged: false }),
  'may gain privileges': context({ allowPrivilegeEscalation: true }),
  'does not say whether it may gain privileges': context(unset('allowPrivilegeEscalation')),
  'drops one capability': context({ capabilities: { drop: ['NET_RAW'] } }),
  'drops all and one more': context({ capabilities: { drop: ['CHOWN', 'ALL'] } }),
  'drops all in small letters': context({ capabilities: { drop: ['all'] } }),
  'adds the port below 1024': context({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }),
  'adds a usual capability': context({ capabilities: { drop: ['ALL'], add: ['CHOWN'] } }),
  'adds a great capability and drops none': context({ capabilities: { add: ['NET_BIND_SERVICE', 'SYS_ADMIN'] } }),
  'adds raw sockets': context({ capabilities: { drop: ['ALL'], add: ['NET_RAW'] } }),
  'no seccomp profile': context(unset('seccompProfile')),
  'seccomp of the pod': ofPod({ seccompProfile: { type: 'RuntimeDefault' } }, unset('seccompProfile')),
  'seccomp of the pod, and none for one container': ofPod(
    { seccompProfile: { type: 'Localhost', localhostProfile: 'a.json' } },
    { seccompProfile: { type: 'Unconfined' } },
  ),
  'no seccomp for the pod, though its container has one': ofPod({ seccompProfile: { type: 'Unconfined' } }),
  'a seccomp profile without a type': context({ seccompProfile: {} }),
  'seccomp by annotation': annotated({ 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' }),
  'seccomp of a container by annotation': annotated({
    'container.seccomp.security.alpha.kubernetes.io/api': 'docker/default',
    'container.seccomp.security.alpha.kubernetes.io/other': 'unconfined',
  }),
  'an empty annotation for seccomp': annotated({ 'container.seccomp.security.alpha.kubernetes.io/api': '' }),
  'may be root': context(unset('runAsNonRoot')),
  'not root, by the pod': ofPod({ runAsNonRoot: true }, unset('runAsNonRoot')),
  'not root by the pod, root by a container': ofPod({ runAsNonRoot: true }, { runAsNonRoot: false }),
  'root by the pod, not by its container': ofPod({ runAsNonRoot: false }),
  'user 0': context({ runAsUser: 0 }),
  'user 0 by the pod, another by its container': ofPod({ runAsUser: 0 }, { runAsUser: 1000 }),
  'a user, and nothing of root': context({ ...unset('runAsNonRoot'), runAsUser: 1000 }),
  'root with users of its own': pod({ hostUsers: false }, { ...unset('runAsNonRoot'), runAsUser: 0 }),
  'root with the users of the node': pod({ hostUsers: true }, { ...unset('runAsNonRoot'), runAsUser: 0 }),
  'a folder of the node': volume({ hostPath: { path: '/var/run' } }),
  'a share of NFS': volume({ nfs: { server: 'nas.example', path: '/' } }),
  'a claim': volume({ persistentVolumeClaim: { claimName: 'data' } }),
  'an image as a volume': volume({ image: { reference: 'registry.example/data:1.4.2' } }),
  'a volume without a source': volume({}),
  'a volume of null': volume({ hostPath: null, emptyDir: {} }),
  'a port of the node': container({ ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 81 }] }),
  'port 0 of the node': container({ ports: [{ containerPort: 80, hostPort: 0 }] }),
  'a probe of itself': container({ livenessProbe: { httpGet: { port: 80 } } }),
  'a probe of an address': container({ livenessProbe: { httpGet: { port: 80, host: '127.0.0.1' } } }),
  'a probe of another host by TCP': container({ startupProbe: { tcpSocket: { port: 80, host: 'db.example' } } }),
  'a hook that calls another host': container({
    lifecycle: { preStop: { httpGet: { port: 80, host: 'hooks.example' } } },
  }),
  'the bare /proc': context({ procMount: 'Unmasked' }),
  'the bare /proc with users of its own': pod({ hostUsers: false }, { procMount: 'Unmasked' }),
  'the usual /proc': context({ procMount: 'Default' }),
  'a sysctl of the node': ofPod({ sysctls: [{ name: 'kernel.msgmax', value: '1' }] }),
  'a sysctl of the pod': ofPod({ sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '80' }] }),
  'sysctls that became safe': ofPod({
    sysctls: ['net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_rmem'].map((name) => ({
      name,
      value: '1',
    })),
  }),
  'a sysctl that became safe last': ofPod({ sysctls: [{ name: 'net.ipv4.tcp_notsent_lowat', value: '1' }] }),
  'a strong type of SELinux': context({ seLinuxOptions: { type: 'spc_t' } }),
  'a type of SELinux that became safe': ofPod({ seLinuxOptions: { type: 'container_engine_t' } }),
  'a user of SELinux': ofPod({ seLinuxOptions: { user: 'system_u', type: '' } }),
  'a level of SELinux': context({ seLinuxOptions: { level: 's0:c123,c456' } }),
  'no AppArmor': context({ appArmorProfile: { type: 'Unconfined' } }),
  'a profile of AppArmor': ofPod({ appArmorProfile: { type: 'Localhost', localhostProfile: 'api' } }),
  'no AppArmor by annotation': annotated({ 'container.apparmor.security.beta.kubernetes.io/api': 'unconfined' }),
  'a profile of AppArmor by annotation': annotated({
    'container.apparmor.security.beta.kubernetes.io/api': 'localhost/api',
  }),
  'a process of a Windows node': ofPod({ windowsOptions: { hostProcess: true } }),
  'a container as a process of a Windows node': context({ windowsOptions: { hostProcess: true } }),
  'a pod of Windows that says what Windows knows': {
    metadata: {},
    spec: { os: { name: 'windows' }, containers: [{ name: 'api', securityContext: { runAsNonRoot: true } }] },
  },
  'the same without its system': {
    metadata: {},
    spec: { os: { name: 'linux' }, containers: [{ name: 'api', securityContext: { runAsNonRoot: true } }] },
  },
  'an init container that says nothing': pod({ initContainers: [{ name: 'init' }] }),
  'an ephemeral container that says nothing': pod({ ephemeralContainers: [{ name: 'debug' }] }),
  'two containers, the pod for both': pod({
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: ['api', 'proxy'].map((name) => ({
      name,
      securityContext: { allowPrivilegeEscalation, capabilities },
    })),
  }),
  'everything that baseline forbids': pod(
    {
      hostNetwork: true,
      volumes: [{ name: 'root', hostPath: { path: '/' } }],
      securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }], seLinuxOptions: { role: 'sysadm_r' } },
    },
    { privileged: true, procMount: 'Unmasked', capabilities: { add: ['SYS_ADMIN'] } },
    { ports: [{ containerPort: 80, hostPort: 80 }] },
  ),
};
