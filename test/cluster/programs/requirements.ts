import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs of the system that the tests run, and the Debian packages that have them. */
const NEEDED: Readonly<Record<string, string>> = {
  bash: 'bash',
  diff: 'diffutils',
  git: 'git',
  ip: 'iproute2',
  iptables: 'iptables',
  mount: 'mount',
  nft: 'nftables',
  nsenter: 'util-linux',
  openssl: 'openssl',
  ss: 'iproute2',
  tar: 'tar',
  unshare: 'util-linux',
};

/** @throws Error that names all that is missing: a run without it would prove less */
export function mustBeThere(path = process.env.PATH ?? '', platform: string = process.platform): void {
  const missing = Object.entries(NEEDED)
    .filter(([program]) => !path.split(delimiter).some((folder) => isProgram(join(folder, program))))
    .map(([program, debianPackage]) => `${program} (Debian package ${debianPackage})`);
  if (platform !== 'linux') missing.unshift(`Linux: this is ${platform}`);
  if (missing.length) throw new Error(`the tests on a cluster need what is not here: ${missing.join(', ')}`);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
