import { asList, type Fields } from '../pod-template';
import type { Control } from './control';
import { isGiven, type Pod } from './pod';

/** What restricted allows. */
const ALLOWED = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

export const hostPathVolumes: Control = {
  id: 'hostPathVolumes',
  level: 'baseline',
  *check(pod) {
    yield* volumesOf(pod, (source) => source === 'hostPath');
  },
};

export const restrictedVolumes: Control = {
  id: 'restrictedVolumes',
  level: 'restricted',
  replaces: 'hostPathVolumes',
  *check(pod) {
    yield* volumesOf(pod, (source) => !ALLOWED.includes(source));
  },
};

function* volumesOf({ spec }: Pod, isForbidden: (source: string) => boolean) {
  for (const [index, volume] of asList(spec.volumes).entries()) {
    const source = sourceOf(volume);
    const name = volume.name ?? `number ${index + 1}`;
    if (isForbidden(source))
      yield {
        path: ['spec', 'volumes', index, source],
        message: `volume ${name} is a ${source}`,
        fix: `take ${source} out of volume ${name}: a persistentVolumeClaim, emptyDir, configMap or secret in its place`,
      };
  }
}

/** A volume without a source is an emptyDir. */
function sourceOf(volume: Fields): string {
  return Object.keys(volume).find((key) => key !== 'name' && isGiven(volume[key])) ?? 'emptyDir';
}
