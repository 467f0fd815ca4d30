import { describeRule, lines } from '../../support/describe-rule';
import { workload } from '../../support/objects';

const LEVEL = 'pod-security.kubernetes.io/enforce';
const VERSION = 'pod-security.kubernetes.io/enforce-version';
const namespace = (labels: object, name = 'shop') => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});
const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};
const pods = (securityContext: object, pod: object = {}) => workload({ container: { securityContext }, pod });
const sidecar = (securityContext: object) => ({
  name: 'proxy',
  image: 'registry.example/proxy:1.4.2',
  restartPolicy: 'Always',
  securityContext,
});
const CONTAINER = 'spec.template.spec.containers[0].securityContext';

describeRule('pod-security/refused-by-namespace', {
  finds: [
    [
      'pods that say nothing, of which nobody knows whether they are root',
      lines(namespace({ [LEVEL]: 'restricted' }), workload()),
      'Deployment shop/api spec.template.spec:3: namespace shop enforces restricted and refuses these pods: allowPrivilegeEscalation is not false; capabilities.drop has no ALL; there is no seccompProfile; runAsNonRoot is not true → write allowPrivilegeEscalation: false; write capabilities: { drop: [ALL] }; write seccompProfile: { type: RuntimeDefault }; write runAsNonRoot: true, with an image or a runAsUser that is not root; or run them in a namespace that enforces baseline',
    ],
    [
      'pods of a number that say nothing else, and writes the rest',
      lines(namespace({ [LEVEL]: 'restricted' }), workload({ pod: { securityContext: { runAsUser: 1000 } } })),
      'Deployment shop/api spec.template.spec:3: namespace shop enforces restricted and refuses these pods: allowPrivilegeEscalation is not false; capabilities.drop has no ALL; there is no seccompProfile; runAsNonRoot is not true → write allowPrivilegeEscalation: false; write capabilities: { drop: [ALL] }; write seccompProfile: { type: RuntimeDefault }; write runAsNonRoot: true; or run them in a namespace that enforces baseline {spec.template.spec.containers.0.securityContext.allowPrivilegeEscalation=false} {spec.template.spec.containers.0.securityContext.capabilities.drop=["ALL"]} {spec.template.spec.securityContext.seccompProfile={"type":"RuntimeDefault"}} {spec.template.spec.securityContext.runAsNonRoot=true}',
    ],
    [
      'pods of which a number says that they are not root',
      lines(namespace({ [LEVEL]: 'restricted' }), pods({ ...RESTRICTED, runAsNonRoot: undefined, runAsUser: 1000 })),
      'Deployment shop/api spec.template.spec.securityContext.runAsNonRoot:3: namespace shop enforces restricted and refuses these pods: runAsNonRoot is not true → write runAsNonRoot: true; or run them in a namespace that enforces baseline {spec.template.spec.securityContext.runAsNonRoot=true}',
    ],
    [
      'pods on the network of the node under baseline',
      lines(namespace({ [LEVEL]: 'baseline' }), workload({ pod: { hostNetwork: true } })),
      'Deployment shop/api spec.template.spec.hostNetwork:3: namespace shop enforces baseline and refuses these pods: hostNetwork is true → take hostNetwork away; or run them in a namespace that enforces privileged',
    ],
    [
      'a sidecar alone, by its name',
      lines(
        namespace({ [LEVEL]: 'restricted' }),
        pods(RESTRICTED, { initContainers: [sidecar({ ...RESTRICTED, allowPrivilegeEscalation: true })] }),
      ),
      'Deployment shop/api spec.template.spec.initContainers[0].securityContext.allowPrivilegeEscalation:3: namespace shop enforces restricted and refuses these pods: allowPrivilegeEscalation is not false (proxy) → write allowPrivilegeEscalation: false; or run them in a namespace that enforces baseline {spec.template.spec.initContainers.0.securityContext.allowPrivilegeEscalation=false}',
    ],
    [
      'what an older version refuses',
      lines(
        namespace({ [LEVEL]: 'baseline', [VERSION]: 'v1.28' }),
        workload({ pod: { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_keepalive_time', value: '60' }] } } }),
      ),
      'Deployment shop/api spec.template.spec.securityContext.sysctls[0]:3: namespace shop enforces baseline of 1.28 and refuses these pods: sysctl net.ipv4.tcp_keepalive_time is set → take sysctl net.ipv4.tcp_keepalive_time away; or run them in a namespace that enforces privileged',
    ],
  ],
  isSilentOn: [
    ['pods that keep to restricted', lines(namespace({ [LEVEL]: 'restricted' }), pods(RESTRICTED))],
    ['pods that keep to baseline', lines(namespace({ [LEVEL]: 'baseline' }), workload())],
    ['a privileged namespace', lines(namespace({ [LEVEL]: 'privileged' }), pods({ privileged: true }))],
    ['a namespace that only warns', lines(namespace({ 'pod-security.kubernetes.io/warn': 'restricted' }), workload())],
    ['another namespace', lines(namespace({ [LEVEL]: 'restricted' }, 'other'), workload())],
    [
      'what a newer version has not refused any more',
      lines(
        namespace({ [LEVEL]: 'baseline', [VERSION]: 'v1.29' }),
        workload({ pod: { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_keepalive_time', value: '60' }] } } }),
      ),
    ],
    [
      'a running pod, whose owner is to be changed',
      lines(namespace({ [LEVEL]: 'restricted' }), {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: 'api-1',
          namespace: 'shop',
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'api', controller: true }],
        },
        spec: { containers: [{ name: 'api', image: 'registry.example/api:1.4.2' }] },
      }),
    ],
  ],
});

const socket = { volumes: [{ name: 'socket', hostPath: { path: '/run/containerd.sock' } }] };

describeRule('pod-security/baseline', {
  finds: [
    [
      'a privileged container',
      lines(pods({ privileged: true })),
      `Deployment shop/api ${CONTAINER}.privileged:1: a namespace that enforces baseline would refuse these pods: privileged is true → take privileged away; or write pod-security.kubernetes.io/enforce: privileged on namespace shop, if they need it`,
    ],
    [
      'several things as one',
      lines(workload({ kind: 'DaemonSet', pod: { hostPID: true, ...socket } })),
      'DaemonSet shop/api spec.template.spec:1: a namespace that enforces baseline would refuse these pods: hostPID is true; volume socket is a hostPath → take hostPID away; take hostPath out of volume socket: a persistentVolumeClaim, emptyDir, configMap or secret in its place; or write pod-security.kubernetes.io/enforce: privileged on namespace shop, if they need it',
    ],
  ],
  isSilentOn: [
    ['pods without power', lines(workload())],
    ['privileged: false', lines(pods({ privileged: false }))],
    ['a usual capability', lines(pods({ capabilities: { add: ['CHOWN'] } }))],
    ['an agent of kube-system', lines(workload({ namespace: 'kube-system', pod: socket }))],
    ['an agent by its priority', lines(workload({ pod: { ...socket, priorityClassName: 'system-node-critical' } }))],
    ['a namespace that says so', lines(namespace({ [LEVEL]: 'privileged' }), workload({ pod: socket }))],
    [
      'a namespace that refuses it, which is an error',
      lines(namespace({ [LEVEL]: 'baseline' }), workload({ pod: socket })),
    ],
  ],
});

describeRule('pod-security/restricted', {
  finds: [
    [
      'a field that is missing',
      lines(pods({ ...RESTRICTED, seccompProfile: undefined })),
      'Deployment shop/api spec.template.spec.securityContext.seccompProfile:1: a namespace that enforces restricted would refuse these pods: there is no seccompProfile → write seccompProfile: { type: RuntimeDefault }',
    ],
    [
      'a share of NFS',
      lines(pods(RESTRICTED, { volumes: [{ name: 'data', nfs: { server: 'nas.example', path: '/' } }] })),
      'Deployment shop/api spec.template.spec.volumes[0].nfs:1: a namespace that enforces restricted would refuse these pods: volume data is a nfs → take nfs out of volume data: a persistentVolumeClaim, emptyDir, configMap or secret in its place',
    ],
  ],
  isSilentOn: [
    ['all fields', lines(pods(RESTRICTED))],
    ['pods that baseline refuses already', lines(pods({ privileged: true }))],
    ['a namespace of any level', lines(namespace({ [LEVEL]: 'baseline' }), workload())],
  ],
});

const KEY = (label: string) => `Namespace shop metadata.labels.${label}:1`;

describeRule('pod-security/level-refused', {
  finds: [
    [
      'a slip, and mends it',
      lines(namespace({ [LEVEL]: 'restrict' })),
      `${KEY(LEVEL)}: enforce is "restrict", which is no level → write restricted {metadata.labels.${LEVEL}="restricted"}`,
    ],
    [
      'another word',
      lines(namespace({ 'pod-security.kubernetes.io/audit': 'high' })),
      `${KEY('pod-security.kubernetes.io/audit')}: audit is "high", which is no level → write privileged, baseline or restricted`,
    ],
    [
      'a version with a patch',
      lines(namespace({ [LEVEL]: 'restricted', [VERSION]: 'v1.33.2' })),
      `${KEY(VERSION)}: enforce-version is "v1.33.2", which is no version → write latest or v1.33`,
    ],
    [
      'no version at all',
      lines(namespace({ 'pod-security.kubernetes.io/warn-version': 'stable' })),
      `${KEY('pod-security.kubernetes.io/warn-version')}: warn-version is "stable", which is no version → write latest, or a version such as v1.33`,
    ],
  ],
  isSilentOn: [
    [
      'each level',
      lines(...['privileged', 'baseline', 'restricted'].map((level) => namespace({ [LEVEL]: level }, level))),
    ],
    [
      'versions',
      lines(
        namespace({ [LEVEL]: 'baseline', [VERSION]: 'v1.33', 'pod-security.kubernetes.io/warn-version': 'latest' }),
      ),
    ],
    ['other labels', lines(namespace({ 'security.example/enforce': 'strict' }))],
  ],
});
