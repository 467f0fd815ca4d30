import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goTool } from './go-tools.mjs';
import { cpuTime, run } from './process.mjs';
import { writeTemplates } from './templates.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CHILD = fileURLToPath(new URL('child.cjs', import.meta.url));

/**
 * Everything that is compared, in the order of the tables.
 * @returns variants: `command` of a number of instances and an output file; `same`, what their output must have in common
 * with gridwall's; `onceFrom`, the number of instances from which one round must do; or `missing`, why there is none
 */
export async function prepareVariants(folder, sizes, { log, signal }) {
  await build({ log, signal });
  const template = join(folder, 'instance-0.k8s.yaml');
  const env = { PATH: process.env.PATH, HOME: folder };
  await cpuTime(synth('gridwall')(1, template), { env, signal });
  const { objects, helmChart, kustomization } = writeTemplates(folder, readFileSync(template, 'utf8'), sizes);

  const tool = async (name, rest) => ({ name, ...(await goTool(name, { root: ROOT, log, signal })), env, ...rest });
  const helm = await tool('helm', { same: 'objects' });
  const kustomize = await tool('kustomize', { same: 'objects', onceFrom: 1000 });
  return [
    { name: 'gridwall', env, command: synth('gridwall') },
    { name: 'raw', env: { ...env, BENCH_OBJECTS: objects }, same: 'bytes', command: synth('raw') },
    { name: 'cdk8s-plus-28', env, same: 'containers', command: synth('cdk8s-plus-28') },
    {
      ...helm,
      command: (instances, stdout) => ({
        file: helm.file,
        args: ['template', 'bench', helmChart, '--set', `instances=${instances}`],
        stdout,
      }),
    },
    {
      ...kustomize,
      command: (instances, stdout) => ({ file: kustomize.file, args: ['build', kustomization(instances)], stdout }),
    },
  ];
}

function synth(variant) {
  return (instances, output) => ({ file: process.execPath, args: [CHILD, variant, `${instances}`, output] });
}

/** Compiles the library where it isn't there, or older than its source. */
async function build({ log, signal }) {
  const compiled = statSync(join(ROOT, 'lib/charts/index.js'), { throwIfNoEntry: false });
  const sources = readdirSync(join(ROOT, 'charts'), { recursive: true }).filter((name) => name.endsWith('.ts'));
  const newest = Math.max(...sources.map((name) => statSync(join(ROOT, 'charts', name)).mtimeMs));
  if (compiled && compiled.mtimeMs >= newest) return;
  log('compiling the library');
  await run({ file: 'npm', args: ['run', '-s', 'build'] }, { cwd: ROOT, signal, name: 'npm run build' });
}
