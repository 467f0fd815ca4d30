import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Commands that networks of pods are made with, and the Debian package of each. */
const COMMANDS: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  nft: 'nftables',
  nsenter: 'util-linux',
  unshare: 'util-linux',
};

/** @throws Error naming everything that is missing to give pods networks of their own */
export async function mustHaveNetworks(): Promise<void> {
  const missing: string[] = [];
  if (process.getuid?.() !== 0) missing.push('the rights of root: network namespaces need them');
  for (const [command, ofPackage] of Object.entries(COMMANDS))
    if (!(await works(command, '-V')) && !(await works(command, '--version')))
      missing.push(`the command "${command}": install the package ${ofPackage}`);
  if (!missing.length) missing.push(...(await missingInKernel()));
  if (missing.length)
    throw new Error(
      `policies cannot be enforced here; what is missing:\n${missing.map((one) => `  - ${one}`).join('\n')}`,
    );
}

/** Tries it all in a namespace that ends with the command. */
async function missingInKernel(): Promise<string[]> {
  const trial = [
    'ip link add one type veth peer name other',
    'nft add table ip trial',
    "nft add set ip trial pairs '{ type ipv4_addr . ipv4_addr . inet_proto . inet_service; flags interval; }'",
    "nft add chain ip trial nat '{ type nat hook prerouting priority dstnat; }'",
    "nft add chain ip trial forward '{ type filter hook forward priority filter; }'",
    'nft add rule ip trial forward ct direction reply accept',
    'nft add rule ip trial forward reject with icmp type admin-prohibited',
  ].join('\n');
  try {
    await promisify(execFile)('unshare', ['--net', '--mount', 'sh', '-euc', trial]);
    return [];
  } catch (error) {
    return [`network namespaces, veth or nftables of the kernel: ${(error as { stderr: string }).stderr.trim()}`];
  }
}

async function works(command: string, option: string): Promise<boolean> {
  return promisify(execFile)(command, [option]).then(
    () => true,
    () => false,
  );
}
