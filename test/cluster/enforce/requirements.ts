import { spawnSync } from 'node:child_process';

/** What networks of pods are made of, tried in a network that ends with the trial. */
const TRIAL = [
  'ip link add one type veth peer name other',
  'nft add table ip trial',
  "nft add chain ip trial nat '{ type nat hook prerouting priority dstnat; }'",
  "nft add chain ip trial forward '{ type filter hook forward priority filter; }'",
  "nft add set ip trial allowed '{ type ipv4_addr . ipv4_addr . inet_proto . inet_service; flags interval; }'",
  'nft add rule ip trial forward ip saddr . ip daddr . meta l4proto . th dport @allowed accept',
  'nft add rule ip trial forward ct direction reply accept',
  'nft add rule ip trial forward reject with icmp type admin-prohibited',
];

/** @throws Error where pods can not be given networks: a run without them would prove less */
export function mustHaveNetworks(uid = process.getuid?.(), trial: readonly string[] = TRIAL): void {
  if (uid !== 0)
    throw new Error(`the tests on a cluster make networks, for which they must run as root; this is user ${uid}`);
  const { status, stderr } = spawnSync('unshare', ['--net', '--mount', 'sh', '-euxc', trial.join('\n')], {
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(
      `the tests on a cluster need network namespaces, veth and nftables of the kernel, and can not use them here:\n${stderr}`,
    );
}
