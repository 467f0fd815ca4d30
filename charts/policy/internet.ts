import { NOT_PUBLIC_IPV4 } from '../../network/cluster/public-addresses';
import type { AddressBlock } from './network-end';

/** This host, unique local addresses (metadata servers again), link-local ones, multicast. */
const NOT_PUBLIC_IPV6 = ['::1/128', 'fc00::/7', 'fe80::/10', 'ff00::/8'];

export const INTERNET: readonly AddressBlock[] = [
  { cidr: '0.0.0.0/0', except: NOT_PUBLIC_IPV4 },
  { cidr: '::/0', except: NOT_PUBLIC_IPV6 },
];
