import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, YAMLException } from 'js-yaml';
import { readSettings, SettingsError } from './settings';
import { OutputError, synth } from './synth';

/** What `cdk8s synth` and `npm run synth` run: settings in, one file a chart out. */
const SETTINGS_FILE = 'settings.yaml';
const USAGE_ERROR = 64;

function main(): void {
  delete process.env.CDK8S_DISABLE_SORT; // the order of keys is part of the output
  const version: string = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')).version;
  const outdir = process.env.CDK8S_OUTDIR || 'dist';
  const file = existsSync(SETTINGS_FILE)
    ? load(readFileSync(SETTINGS_FILE, 'utf8'), { filename: SETTINGS_FILE })
    : undefined;
  const files = synth(outdir, readSettings(file, process.env, version));
  for (const name of files) console.log(join(outdir, name));
}

/** What the user can mend; anything else is a fault of ours and shows its stack. */
function isForUser(error: unknown): error is Error {
  const ours = [SettingsError, OutputError, YAMLException].some((type) => error instanceof type);
  return ours || (error instanceof Error && 'syscall' in error); // a file or folder that can't be read or written
}

try {
  main();
} catch (error) {
  if (!isForUser(error)) throw error;
  console.error(error.message);
  process.exitCode = USAGE_ERROR;
}
