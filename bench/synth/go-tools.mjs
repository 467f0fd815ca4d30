import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '../shared/errors.mjs';
import { run } from './process.mjs';

/** Go's checksum database vouches for what lies behind a version. */
const TOOLS = {
  helm: { version: 'v3.22.0', package: 'helm.sh/helm/v3/cmd/helm' },
  'kube-score': { version: 'v1.20.0', package: 'github.com/zegl/kube-score/cmd/kube-score' },
  kustomize: { version: 'v5.8.2', package: 'sigs.k8s.io/kustomize/kustomize/v5' },
};

/**
 * A tool of its pinned version, built into .cache/bench on first use.
 * @returns `{ file, version }`, or `{ missing, version }` with the reason
 */
export async function goTool(name, { root, log, signal }) {
  const { version, package: source } = TOOLS[name];
  const folder = join(root, '.cache/bench', `${name}-${version}`);
  const file = join(folder, name);
  if (existsSync(file)) return { file, version };
  if (!(await hasGo(signal))) return { version, missing: 'not on this machine' };

  log(`building ${name} ${version}, which takes minutes`);
  const env = { ...process.env, GOBIN: folder };
  try {
    await run({ file: 'go', args: ['install', `${source}@${version}`] }, { env, signal, name: `go install ${name}` });
    return { file, version };
  } catch (error) {
    if (!(error instanceof BenchError) || signal.aborted) throw error;
    log(error.message);
    return { version, missing: 'not built: go install failed' };
  }
}

async function hasGo(signal) {
  try {
    await run({ file: 'go', args: ['version'] }, { signal });
    return true;
  } catch (error) {
    if (!(error instanceof BenchError) || signal.aborted) throw error;
    return false;
  }
}
