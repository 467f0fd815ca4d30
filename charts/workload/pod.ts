import type { k8s } from 'cdk8s-plus-28';
import type { Resources } from '../validation/quantity';
import { resourceRequirements } from './container';
import type { Plain } from './manifest';
import { ANY_USER_MAY_LISTEN, FIRST_UNPRIVILEGED_PORT, restrictedContainer, restrictedPod } from './pod-security';
import type { MountedVolume } from './scratch';
import type { Workload } from './workload-props';

/** What tells the pods of one workload from those of another. */
export interface PodParts {
  readonly workload: Workload;
  readonly resources: Resources;
  /** The one container: what it does not say is the house's. */
  readonly container: Partial<Plain<k8s.Container>> & { readonly name: string };
  readonly volumes?: readonly MountedVolume[];
  /** Fields of the pod that only this workload has. */
  readonly pod?: Partial<Plain<k8s.PodSpec>>;
}

/** A pod of one container that keeps to "restricted" unless it is told otherwise. */
export function podSpec({ workload, resources, container, volumes = [], pod = {} }: PodParts): Plain<k8s.PodSpec> {
  const { image, imagePullPolicy, imagePullSecrets, user } = workload;
  const securityContext = pod.securityContext ?? restrictedPod(user);
  const ownVolumes = volumes.flatMap(({ volume }) => volume ?? []);
  return {
    automountServiceAccountToken: false,
    // Else a Service "minio" would put MINIO_PORT=tcp://… among the variables.
    enableServiceLinks: false,
    ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
    ...pod,
    securityContext: { ...securityContext, ...(needsLowPort(container, pod, securityContext) && ANY_USER_MAY_LISTEN) },
    containers: [
      {
        image,
        imagePullPolicy,
        resources: resourceRequirements(resources),
        securityContext: restrictedContainer(),
        ...container,
        ...(volumes.length > 0 && { volumeMounts: volumes.map(({ mount }) => mount) }),
      },
    ],
    ...(ownVolumes.length > 0 && { volumes: ownVolumes }),
  };
}

/** Root needs no leave, and the node's network can't be given any. */
function needsLowPort(
  { ports = [] }: PodParts['container'],
  { hostNetwork }: Partial<Plain<k8s.PodSpec>>,
  { runAsUser }: Plain<k8s.PodSecurityContext>,
): boolean {
  return !hostNetwork && runAsUser !== 0 && ports.some(({ containerPort }) => containerPort < FIRST_UNPRIVILEGED_PORT);
}
