/** Writes imports/ anew: a typed class for each kind that is used. Same modules and same cdk8s-cli, same bytes. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dump } from 'js-yaml';
import { readDefinitions } from './read.mjs';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'imports');
const work = mkdtempSync(join(tmpdir(), 'imports-')); // a folder of its own: the command reads and writes cdk8s.yaml
try {
  // The marks between the documents matter: without them cdk8s imports the last one only.
  const definitions = readDefinitions().map((definition) => dump(definition, { noRefs: true, lineWidth: -1 }));
  writeFileSync(join(work, 'crds.yaml'), definitions.join('---\n'));
  const cdk8s = join(root, 'node_modules/.bin/cdk8s');
  const args = ['import', 'crds.yaml', '-l', 'typescript', '-o', 'out', '--no-save', '--check-upgrade=false'];
  const { error, status, stdout, stderr } = spawnSync(cdk8s, args, { cwd: work, encoding: 'utf8' });
  if (error || status !== 0) throw new Error(`"cdk8s ${args.join(' ')}" failed: ${error?.message ?? stdout + stderr}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const name of readdirSync(join(work, 'out')).sort()) {
    writeFileSync(join(folder, name), readFileSync(join(work, 'out', name)));
    console.log(`imports/${name}`);
  }
} finally {
  rmSync(work, { recursive: true });
}
