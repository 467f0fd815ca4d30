import type { k8s } from 'cdk8s-plus-28';

/**
 * Labels of a namespace that takes only pods of the standard "restricted".
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export const ENFORCE_RESTRICTED = { 'pod-security.kubernetes.io/enforce': 'restricted' } as const;

/**
 * The pod's half of the Pod Security standard "restricted".
 * @param user numeric id: images with a named user can't be checked by the kubelet
 * @param group numeric id; only the user must not be root
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedPod(user: number, group = user): k8s.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: group,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** The container's half; "restricted" itself does not ask for a read-only root file system, this house does. */
export function restrictedContainer(readOnlyRootFilesystem = true): k8s.SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem,
  };
}

/** Ports below it are root's, unless a pod's sysctl says otherwise. */
export const FIRST_UNPRIVILEGED_PORT = 1024;

/** One of the sysctls that "restricted" allows: it lets every user of the pod listen on every port. */
export const ANY_USER_MAY_LISTEN = {
  sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
};
