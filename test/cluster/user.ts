import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ControlPlane } from './control-plane/control-plane';

const ROOT = join(__dirname, '../..');

/** The lines for the shell below a heading of a document. @throws Error if there are none */
export function shellBlocks(document: string, heading: string): string[] {
  const section = readFileSync(join(ROOT, document), 'utf8')
    .split(/^## /m)
    .find((text) => text.startsWith(`${heading}\n`));
  const blocks = [...(section ?? '').matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block!);
  if (!blocks.length) throw new Error(`${document} has no commands below "${heading}"`);
  return blocks;
}

/** Runs commands of a document as its reader does, in the checkout. @returns what they print @throws Error when one fails */
export async function runAsUser(plane: ControlPlane, commands: string, folder = ROOT): Promise<string> {
  const env = { ...process.env, ...plane.environment };
  const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-euc', commands], { cwd: folder, env });
  return stdout + stderr;
}

/** Makes the Secrets that README and gallery, or some blocks of commands, tell readers to make. Namespaces must be there. */
export async function makeSecrets(plane: ControlPlane, blocks = allBlocks()): Promise<void> {
  const secret = /^kubectl .*create secret/;
  const folder = join(plane.folder, 'user');
  await mkdir(folder);
  // What readers bring along: a certificate, and passwords of htpasswd.
  const selfSigned = '-x509 -newkey rsa:2048 -nodes -subj /CN=example.com -out tls.crt -keyout tls.key';
  await runAsUser(plane, `openssl req ${selfSigned} 2> openssl.log || { cat openssl.log; exit 1; }`, folder);
  await writeFile(join(folder, 'auth'), 'admin:$apr1$salt$hash\n');
  const lines = blocks
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => secret.test(line));
  await runAsUser(plane, lines.join('\n'), folder);
}

function allBlocks(): string[] {
  return [...shellBlocks('README.md', 'Apply'), ...shellBlocks('docs/gallery.md', 'Secrets to make first')];
}
