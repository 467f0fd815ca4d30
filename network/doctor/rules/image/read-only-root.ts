import { WRITTEN_PATHS } from '../../data/image-habits';
import { repositoryOf } from '../../image';
import { asFields, asList, type Container } from '../../pod-template';
import type { Rule } from '../../rule';
import { podsOf } from './example';

const READ_ONLY = 'securityContext: { readOnlyRootFilesystem: true }';

export const readOnlyRoot: Rule = {
  id: 'image/read-only-root',
  severity: 'error',
  summary: 'A container has a read-only root, and no volume where its image must write.',
  why: 'Some images write files before they do anything else: nginx its cache and process number, PostgreSQL the lock of its socket. On a read-only root they end at once.',
  fix: 'Mount an emptyDir at each of these paths.',
  bad: podsOf('nginx:1.27.3', READ_ONLY),
  good: podsOf(
    'nginx:1.27.3',
    `${READ_ONLY}
          volumeMounts: [{ name: cache, mountPath: /var/cache/nginx }, { name: run, mountPath: /var/run }]`,
    'volumes: [{ name: cache, emptyDir: {} }, { name: run, emptyDir: {} }]',
  ),
  *check({ podTemplates }) {
    for (const { manifest, containers } of podTemplates)
      for (const container of containers) {
        const { fields, path, kind, name } = container;
        const written = WRITTEN_PATHS.get(repositoryOf(String(fields.image)));
        if (!written || asFields(fields.securityContext).readOnlyRootFilesystem !== true || isSetUp(container))
          continue;
        const mounts = asList(fields.volumeMounts).map(({ mountPath }) => String(mountPath));
        if (mounts.some((mount) => isWithin(mount, written.settings))) continue;
        const missing = written.places.filter(
          (names) => !names.some((place) => mounts.some((mount) => isWithin(place, mount))),
        );
        if (!missing.length) continue;
        const places = missing.map(([place]) => place).join(' and ');
        yield {
          on: manifest.origin,
          path,
          message: `the root of ${kind} ${name} is read-only, and ${fields.image} has to write to ${places}`,
          fix: `mount an emptyDir at ${places}`,
        };
      }
  },
};

/** Whether it runs in a way of its own, which may write elsewhere or not at all. */
function isSetUp({ fields: { command, args } }: Container): boolean {
  return command !== undefined || args !== undefined;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);
}
