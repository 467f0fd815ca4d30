import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { readNetwork } from '../../../network';
import type { Network } from '../../../network/question/network';

// biome-ignore lint/suspicious/noExplicitAny: objects of the API are read as data
export type KubeObject = any;

export const DIST = join(__dirname, '../../../dist');

/** Manifests that belong together, and what network/ makes of them. */
export class System {
  private read?: Network;

  constructor(readonly objects: readonly KubeObject[]) {}

  /** Manifests of files below dist/; all of it without names. */
  static of(...names: readonly string[]): System {
    const files = names.length ? names.map((name) => join(DIST, `${name}.k8s.yaml`)) : filesBelow(DIST);
    return new System(files.flatMap((file) => loadAll(readFileSync(file, 'utf8')) as KubeObject[]));
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

function filesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.yaml')).map((name) => join(folder, name));
}
