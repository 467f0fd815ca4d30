import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const ROOT = join(__dirname, '../../..');

/** Programs as the images have them: what is run after `node`. */
export interface Bundles {
  readonly historyServer: readonly string[];
  readonly priceFetcher: readonly string[];
  /** Answers for Elering. Its argument is an address to listen on, at port 80. */
  readonly priceSource: readonly string[];
}

/** Builds them by the scripts of their workspaces, into a folder. */
export async function bundle(folder: string): Promise<Bundles> {
  // Laid out as in the image: the page is found from where the server lies.
  const server = join(folder, 'history-server');
  await mkdir(join(server, 'lib'), { recursive: true });
  await symlink(join(ROOT, 'services/history-server/page'), join(server, 'page'));
  await symlink(join(ROOT, 'node_modules'), join(server, 'node_modules'));
  const files = {
    server: join(server, 'lib/server.js'),
    fetcher: join(folder, 'price-fetcher.js'),
    source: join(folder, 'price-source.js'),
  };
  await runBuild('history-server', files.server);
  await runBuild('price-fetcher', files.fetcher);
  const entry = join(__dirname, 'price-source.ts');
  await build({ entryPoints: [entry], bundle: true, platform: 'node', logLevel: 'warning', outfile: files.source });
  return {
    historyServer: [process.execPath, files.server],
    priceFetcher: [process.execPath, files.fetcher],
    priceSource: [process.execPath, files.source],
  };
}

async function runBuild(workspace: string, outfile: string): Promise<void> {
  const args = ['run', '--silent', 'build', '--', `--outfile=${outfile}`, '--log-level=error'];
  await promisify(execFile)('npm', args, { cwd: join(ROOT, 'services', workspace) });
}
