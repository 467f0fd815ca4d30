import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../services/root.mjs';
import { goTool } from '../synth/go-tools.mjs';
import { run } from '../synth/process.mjs';

const CLI = join(ROOT, 'lib/network/cli/main.js');

/**
 * What is compared. Both end with 1 where they find something, which is no failure here.
 * @returns variants: `command` of a folder of manifests; `found`, the Services without pods in what it printed, as `namespace/name`;
 * or `missing`, why there is none
 */
export async function prepareVariants({ log, signal }) {
  await build({ log, signal });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const tool = await goTool('kube-score', { root: ROOT, log, signal });
  return [
    {
      name: 'gridwall',
      version,
      command: (folder) => findingIsFine(process.execPath, CLI, 'check', folder, '--output', 'json'),
      found: (text) =>
        JSON.parse(text)
          .filter(({ rule }) => rule === 'service/no-endpoints')
          .map(({ object }) => object.replace('Service ', '')),
    },
    {
      ...tool,
      name: 'kube-score',
      command: (folder) => {
        const files = readdirSync(folder).map((name) => join(folder, name));
        return findingIsFine(tool.file, 'score', '--output-format', 'ci', ...files);
      },
      found: (text) =>
        [...text.matchAll(/^\[CRITICAL\] (\S+)\/(\S+) v1\/Service: .*does not match any pods$/gm)].map(
          ([, name, namespace]) => `${namespace}/${name}`,
        ),
    },
  ];
}

function findingIsFine(...command) {
  return { file: 'sh', args: ['-c', '"$@" || [ $? -eq 1 ]', 'sh', ...command] };
}

/** Compiles the library where it isn't there, or older than its source. */
async function build({ log, signal }) {
  const compiled = statSync(CLI, { throwIfNoEntry: false });
  const rooms = ['network', 'charts'].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true }).map((name) => join(ROOT, room, name)),
  );
  const newest = Math.max(...rooms.filter((name) => name.endsWith('.ts')).map((name) => statSync(name).mtimeMs));
  if (compiled && compiled.mtimeMs >= newest) return;
  log('compiling the library');
  await run({ file: 'npm', args: ['run', '-s', 'build'] }, { cwd: ROOT, signal, name: 'npm run build' });
}
