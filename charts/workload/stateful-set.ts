import type { ApiObjectMetadata, ApiObjectProps } from 'cdk8s';
import { k8s, type PodManagementPolicy } from 'cdk8s-plus-28';
import type { Labels } from './labels';
import { manifest, type Plain } from './manifest';
import type { MountedVolume } from './scratch';

/** Whether pods that are alike share nodes. */
export enum AntiAffinity {
  /** Wherever the scheduler likes. */
  NONE = 'None',
  /** A node each while there are enough nodes. */
  PREFERRED = 'Preferred',
  /** A node each; without enough nodes some pods wait. */
  REQUIRED = 'Required',
}

export interface StatefulSetParts {
  readonly metadata: ApiObjectMetadata;
  /** Name of the headless Service that governs the set. */
  readonly serviceName: string;
  readonly replicas: number;
  readonly selector: Labels;
  readonly podLabels: Labels;
  readonly pod: Plain<k8s.PodSpec>;
  readonly claims: readonly Plain<k8s.KubePersistentVolumeClaimProps>[];
  readonly podManagementPolicy?: PodManagementPolicy;
}

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
export function statefulSet(parts: StatefulSetParts): ApiObjectProps {
  const { metadata, serviceName, replicas, selector, podLabels, pod, claims, podManagementPolicy } = parts;
  return manifest(k8s.KubeStatefulSet, {
    metadata,
    spec: {
      serviceName,
      replicas,
      podManagementPolicy,
      selector: { matchLabels: selector },
      template: { metadata: { labels: podLabels }, spec: pod },
      ...(claims.length > 0 && { volumeClaimTemplates: [...claims] }),
    },
  });
}

/** A volume that a pod keeps for as long as its claim is there, and where the container finds it. */
export function claimedVolume(name: string, mountPath: string): MountedVolume {
  return { mount: { name, mountPath } };
}

export function volumeClaim(
  name: string,
  storage: string,
  storageClassName: string | undefined,
): Plain<k8s.KubePersistentVolumeClaimProps> {
  return {
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage } } },
  };
}

/** Hands volumes over to a group once, not at every start, which takes long where there are many files. */
export function volumesOf(group: number): Plain<k8s.PodSecurityContext> {
  return { fsGroup: group, fsGroupChangePolicy: 'OnRootMismatch' };
}

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity */
export function antiAffinity(kind: AntiAffinity, matchLabels: Labels): { affinity?: Plain<k8s.Affinity> } {
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels } };
  switch (kind) {
    case AntiAffinity.NONE:
      return {};
    case AntiAffinity.REQUIRED:
      return { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
    case AntiAffinity.PREFERRED: {
      const preferred = [{ weight: 100, podAffinityTerm: term }];
      return { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } };
    }
  }
}
