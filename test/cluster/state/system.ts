import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { readNetwork } from '../../../network';
import type { Network } from '../../../network/question/network';
import { chosenRelease, takesDefinitions } from '../programs/release';

// biome-ignore lint/suspicious/noExplicitAny: objects of the API are read as data
export type KubeObject = any;

export const DIST = join(__dirname, '../../../dist');
const WITH_DEFINITIONS = takesDefinitions(chosenRelease());
/** Folders of dist/ that a cluster of this release takes: `gallery/crd` needs the definitions of others. */
const FOLDERS = ['.', 'gallery', ...(WITH_DEFINITIONS ? ['gallery/crd'] : [])];

/** How kubectl is told of all of dist/, or of a copy of it. */
export function allOf(dist: string): string[] {
  return WITH_DEFINITIONS ? ['--recursive', '-f', dist] : FOLDERS.flatMap((folder) => ['-f', join(dist, folder)]);
}

/** Manifests that belong together, and what network/ makes of them. */
export class System {
  private read?: Network;

  constructor(readonly objects: readonly KubeObject[]) {}

  /** Manifests of files below dist/; all of it without names. */
  static of(...names: readonly string[]): System {
    const paths = names.length ? names.map((name) => join(DIST, `${name}.k8s.yaml`)) : files();
    return new System(paths.flatMap((file) => loadAll(readFileSync(file, 'utf8')) as KubeObject[]));
  }

  /** @throws InputError for what the API server would refuse */
  get network(): Network {
    this.read ??= readNetwork(listOf(this.objects));
    return this.read;
  }

  ofKind(...kinds: readonly string[]): readonly KubeObject[] {
    return this.objects.filter(({ kind }) => kinds.includes(kind));
  }
}

/** What kubectl takes from its standard input. */
export function listOf(items: readonly KubeObject[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/** `Service production/minio` */
export function idOf({ kind, metadata: { namespace, name } }: KubeObject): string {
  return namespace ? `${kind} ${namespace}/${name}` : `${kind} ${name}`;
}

function files(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(DIST, folder))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => join(DIST, folder, name)),
  );
}
