import { nearest } from '../../../route/nearest';
import { asFields, asList, type PodTemplate, specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { deployment } from './example';

const MOUNTED = 'volumeMounts: [{ name: data, mountPath: /data }]';

export const volumeMissing: Rule = {
  id: 'workload/volume-missing',
  severity: 'error',
  summary: 'A container mounts a volume that its pod does not have.',
  why: 'The API server refuses the pods, and mostly what would make them, too.',
  fix: 'Write the name of a volume of the pod, or add the volume.',
  bad: deployment(MOUNTED, 'volumes: [{ name: dat, emptyDir: {} }]'),
  good: deployment(MOUNTED, 'volumes: [{ name: data, emptyDir: {} }]'),
  *check(examined) {
    for (const template of examined.podTemplates) {
      const volumes = volumesOf(template);
      for (const { fields, path, kind, name } of template.containers)
        for (const list of ['volumeMounts', 'volumeDevices'])
          for (const [index, { name: volume }] of asList(fields[list]).entries()) {
            if (typeof volume === 'string' && volumes.has(volume)) continue;
            const meant = nearest(String(volume), volumes);
            yield {
              on: template.manifest.origin,
              path: [...path, list, index, 'name'],
              message: `${kind} ${name} mounts ${JSON.stringify(volume) ?? 'no volume'}; the volumes of the pod are ${[...volumes].join(', ') || 'none'}`,
              fix: meant ? `write name: ${meant}` : `add a volume ${volume ?? 'with a name'}, or take the mount away`,
            };
          }
    }
  },
};

/** Names of the volumes of the pods, among them those that a StatefulSet claims for each pod. */
function volumesOf({ spec, manifest: { object } }: PodTemplate): ReadonlySet<string> {
  const claims = object.kind === 'StatefulSet' ? asList(specOf(object).volumeClaimTemplates) : [];
  const names = [...asList(spec.volumes), ...claims.map(({ metadata }) => asFields(metadata))].map(({ name }) => name);
  return new Set(names.filter((name) => typeof name === 'string'));
}
