import type { k8s } from 'cdk8s-plus-28';
import { mountPath } from '../validation/path';
import type { PropCheck } from '../validation/prop-check';
import type { Plain } from './manifest';

/** A volume and where the container finds it. */
export interface MountedVolume {
  /** Left out where the volume is claimed for the pod. */
  readonly volume?: Plain<k8s.Volume>;
  readonly mount: Plain<k8s.VolumeMount>;
}

export function emptyDir(name: string, mountPath: string): Required<MountedVolume> {
  return { volume: { name, emptyDir: {} }, mount: { name, mountPath } };
}

/**
 * Empty volumes where a program must write below a root file system that is read-only.
 * @param others volumes that the pod has already
 */
export function checkScratchPaths(
  at: PropCheck,
  paths: readonly string[],
  others: readonly MountedVolume[] = [],
): MountedVolume[] {
  const mounts = others.map(({ mount }) => mount);
  return at.list('scratchPaths', paths, mountPath).map((path, i) => {
    if (mounts.some(({ mountPath }) => mountPath === path))
      at.refuse('props/conflict', `scratchPaths[${i}]`, path, 'a volume is mounted there already');
    const scratch = emptyDir(volumeName(path, mounts), path);
    mounts.push(scratch.mount);
    return scratch;
  });
}

/** "/var/cache/nginx" → "var-cache-nginx"; numbered where that is taken or says nothing. */
function volumeName(path: string, mounts: readonly Plain<k8s.VolumeMount>[]): string {
  const words = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 50)
    .replace(/-$/, '');
  const isFree = words !== '' && !mounts.some(({ name }) => name === words);
  return isFree ? words : `${words || 'scratch'}-${mounts.length}`;
}
