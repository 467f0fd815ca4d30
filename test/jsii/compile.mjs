#!/usr/bin/env node
/**
 * Compiles the constructs with jsii, so that their API stays fit for other languages. Works on a copy: jsii writes its
 * own tsconfig and assembly beside the sources. Prints what jsii says, and the types of the assembly.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'jsii-'));
try {
  for (const name of ['README.md', 'LICENSE', 'charts', 'imports', 'network'])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  // Other languages get what JavaScript needs inside of the package.
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const bundledDependencies = Object.keys(manifest.dependencies);
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, bundledDependencies }));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const args = [join(root, 'node_modules/jsii/bin/jsii'), '--fail-on-warnings', '--silence-warnings', 'reserved-word'];
  const { status } = spawnSync(process.execPath, args, {
    cwd: copy,
    stdio: 'inherit',
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1' },
  });
  if (status !== 0) process.exitCode = 1;
  else
    console.log(
      Object.keys(JSON.parse(readFileSync(join(copy, '.jsii'), 'utf8')).types)
        .sort()
        .join('\n'),
    );
} finally {
  rmSync(copy, { recursive: true, force: true });
}
