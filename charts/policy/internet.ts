import type { AddressBlock } from './network-end';

/**
 * What only a cluster, its nodes or its cloud have: private and shared networks, this host, link-local addresses (the
 * metadata servers of clouds among them), Azure's own server, multicast and reserved addresses.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const NOT_PUBLIC_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** This host, unique local addresses (metadata servers again), link-local ones, multicast. */
const NOT_PUBLIC_IPV6 = ['::1/128', 'fc00::/7', 'fe80::/10', 'ff00::/8'];

export const INTERNET: readonly AddressBlock[] = [
  { cidr: '0.0.0.0/0', except: NOT_PUBLIC_IPV4 },
  { cidr: '::/0', except: NOT_PUBLIC_IPV6 },
];
