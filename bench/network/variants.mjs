import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../services/root.mjs';
import { run } from '../synth/process.mjs';
import { nca } from './nca.mjs';

const CLI = join(ROOT, 'lib/network/cli/main.js');

/**
 * Everything that is compared, in the order of the tables.
 * @returns variants: `command` of a folder of manifests; `most`, the number of workloads beyond which it is not asked;
 * `onceFrom`, that from which one round must do; `edges`, the connections in what it printed, as lines; or `missing`,
 * why there is none
 */
export async function prepareVariants({ log, signal }) {
  await build({ log, signal });
  const gridwall = (...args) => ({ file: process.execPath, args: [CLI, 'reach', ...args] });
  const tool = await nca({ log, signal });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return [
    {
      name: 'gridwall',
      version,
      most: 2000,
      command: (folder) => gridwall(folder, '--output', 'connlist'),
      edges: (text) => JSON.parse(text).map(({ src, dst, conn }) => `${src} => ${dst} : ${conn}`),
    },
    {
      name: 'gridwall, grouped',
      most: Infinity,
      command: (folder) => gridwall(folder, '--output', 'json', '--grouped'),
    },
    {
      ...tool,
      name: 'nca',
      most: 1000,
      onceFrom: 1000,
      command: (folder) => ({
        file: tool.file,
        args: ['--connectivity', '-r', folder, '--output_format', 'txt_no_fw_rules'],
      }),
      edges: ncaEdges,
    },
  ];
}

/** `a => b : {protocols:TCP, UDP,dst_ports:53}` as gridwall writes it: `a => b : TCP 53,UDP 53`. */
function ncaEdges(text) {
  return [...text.matchAll(/^(.+) => (.+) : (.+)$/gm)].map(([, from, to, connections]) => {
    const parts = [...connections.matchAll(/\{protocols:([^}]+?),dst_ports:([^}]+)\}/g)];
    const ports = parts.flatMap(([, protocols, numbers]) =>
      protocols.split(', ').map((protocol) => `${protocol} ${numbers}`),
    );
    return `${from} => ${to} : ${connections === 'All connections' ? 'All Connections' : ports.sort().join()}`;
  });
}

/** Compiles the library where it isn't there, or older than its source. */
async function build({ log, signal }) {
  const compiled = statSync(CLI, { throwIfNoEntry: false });
  const sources = readdirSync(join(ROOT, 'network'), { recursive: true }).filter((name) => name.endsWith('.ts'));
  const newest = Math.max(...sources.map((name) => statSync(join(ROOT, 'network', name)).mtimeMs));
  if (compiled && compiled.mtimeMs >= newest) return;
  log('compiling the library');
  await run({ file: 'npm', args: ['run', '-s', 'build'] }, { cwd: ROOT, signal, name: 'npm run build' });
}
