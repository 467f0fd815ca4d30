import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { go, moduleFolder } from './go';
import { chosenRelease, type GoPrograms, programsOf } from './release';

const ROOT = join(__dirname, '../../..');
const CRDS = join(ROOT, 'crds');

/** Folders and files of modules that hold the custom resource definitions that dist/ has objects of. */
const DEFINITIONS: Readonly<Record<string, string>> = {
  'sigs.k8s.io/gateway-api': 'config/crd/standard',
  'istio.io/api': 'kubernetes/customresourcedefinitions.gen.yaml',
  'github.com/cert-manager/cert-manager': 'deploy/crds',
};

/** What kwok does with nodes and pods: ready at once, a Job's pods complete, those deleted are gone. */
const STAGES = [
  'node/fast/node-initialize.yaml',
  'node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
  'pod/fast',
];

/** The programs of a cluster and the files they need, as they lie on the disk. */
export class Programs {
  private constructor(
    readonly release: string,
    private readonly folder: string,
  ) {}

  /** Those of the release that CLUSTER_KUBERNETES names, built when they are not there yet. */
  static async built(): Promise<Programs> {
    const programs = await Programs.chosen();
    if (existsSync(programs.folder)) return programs;
    const unfinished = `${programs.folder}.unfinished`;
    await mkdir(unfinished, { recursive: true });
    for (const one of programsOf(programs.release)) await compile(one, unfinished);
    await writeFile(join(unfinished, 'stages.yaml'), await stages(programs.release));
    await writeFile(join(unfinished, 'definitions.yaml'), await definitions());
    await rm(programs.folder, { recursive: true, force: true });
    await rename(unfinished, programs.folder);
    return programs;
  }

  /** Those that a run before has built. */
  static async chosen(): Promise<Programs> {
    const release = chosenRelease();
    return new Programs(release, join(ROOT, '.cache/cluster', `${release}-${await fingerprint(release)}`));
  }

  path(program: string): string {
    return join(this.folder, program);
  }

  /** Stages of kwok. */
  get stages(): string {
    return this.path('stages.yaml');
  }

  /** Custom resource definitions of Gateway API, Istio and cert-manager. */
  get definitions(): string {
    return this.path('definitions.yaml');
  }
}

/** Changes with all that decides what is built. */
async function fingerprint(release: string): Promise<string> {
  const modules = [...programsOf(release).map(({ module }) => module), CRDS];
  const pins = modules.flatMap((module) => [join(module, 'go.mod'), join(module, 'go.sum')]);
  const files = [...pins, __filename, join(__dirname, 'release.ts')];
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 12);
}

async function compile({ module, packages, linked }: GoPrograms, folder: string): Promise<void> {
  const missing = packages.filter((one) => !existsSync(join(folder, programName(one))));
  if (!missing.length) return;
  console.warn(`Building ${missing.map(programName).join(', ')}: some minutes, once.`);
  const flags = ['-s', '-w', ...Object.entries(linked).flatMap(([name, value]) => ['-X', `${name}=${value}`])];
  for (const one of missing) {
    const output = join(folder, programName(one));
    const began = process.hrtime.bigint();
    await go(module, [
      'build',
      '-trimpath',
      '-buildvcs=false',
      '-ldflags',
      flags.join(' '),
      '-o',
      `${output}.part`,
      one,
    ]);
    await rename(`${output}.part`, output);
    console.warn(`  ${programName(one)}: ${(process.hrtime.bigint() - began) / 1_000_000_000n} s`);
  }
}

/** A module of a later major version ends in that: `go.etcd.io/etcd/server/v3` is etcd's server. */
function programName(path: string): string {
  return path.startsWith('go.etcd.io/etcd/server/') ? 'etcd' : basename(path);
}

async function stages(release: string): Promise<string> {
  const [, withKwok] = programsOf(release);
  const folder = join(await moduleFolder(withKwok!.module, 'sigs.k8s.io/kwok'), 'kustomize/stage');
  return together(STAGES.map((path) => join(folder, path)));
}

async function definitions(): Promise<string> {
  const paths = Object.entries(DEFINITIONS).map(async ([module, path]) => join(await moduleFolder(CRDS, module), path));
  // The definitions alone: an older release does not know all that comes with them, such as rules of admission.
  const documents = (await together(await Promise.all(paths))).split(/^---$/m);
  return documents.filter((document) => /^kind: CustomResourceDefinition$/m.test(document)).join('---');
}

/** The YAML documents of files and of the files in folders. */
async function together(paths: readonly string[]): Promise<string> {
  const files = await Promise.all(
    paths.map(async (path) => {
      if (path.endsWith('.yaml')) return [path];
      const names = (await readdir(path)).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
      return names.sort().map((name) => join(path, name));
    }),
  );
  const texts = await Promise.all(files.flat().map((file) => readFile(file, 'utf8')));
  return texts.join('\n---\n');
}
