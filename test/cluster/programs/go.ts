import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * What a run of `go` prints to its standard output. What it says of its progress goes to ours for errors.
 * @throws Error if there is no Go, or it fails
 */
export async function go(folder: string, args: readonly string[]): Promise<string> {
  // The checksums of go.sum decide, whatever flags the environment has.
  const env = { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off' };
  const child = spawn('go', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const failed = new Promise<never>((_resolve, reject) => child.on('error', reject));
  const [code, signal] = await Promise.race([once(child, 'close'), failed]).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Error('there is no "go" to build the programs of a cluster with; install Go 1.26 or newer');
  });
  if (code !== 0) throw new Error(`"go ${args.join(' ')}" in ${folder} ended with ${code ?? signal}`);
  return output;
}

/** Folder of the sources of a module that a go.mod pins. */
export async function moduleFolder(folder: string, module: string): Promise<string> {
  return JSON.parse(await go(folder, ['mod', 'download', '-json', module])).Dir;
}
