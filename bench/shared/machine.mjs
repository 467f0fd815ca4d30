import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';

const require = createRequire(import.meta.url);

export function machine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown CPU',
    cores: cpus().length,
    load: loadavg()[0],
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** Versions of all that is compared. */
export function versions(variants) {
  const packages = { gridwall: '../../package.json', cdk8s: 'cdk8s/package.json' };
  const plus = { 'cdk8s-plus-28': 'cdk8s-plus-28/package.json', constructs: 'constructs/package.json' };
  const own = Object.entries({ ...packages, ...plus }).map(([name, file]) => [name, require(file).version]);
  const tools = variants
    .filter(({ version, missing }) => version && !missing)
    .map(({ name, version }) => [name, version.replace(/^v/, '')]);
  return Object.fromEntries([...own, ...tools]);
}
