import { NOT_PUBLIC_IPV4, NOT_PUBLIC_IPV6, PUBLIC_IPV6 } from '../../network/cluster/public-addresses';
import type { AddressBlock } from './network-end';

/** Neither private addresses nor those of a cloud's metadata servers, nor IPv6 addresses that stand for such ones. */
export const INTERNET: readonly AddressBlock[] = [
  { cidr: '0.0.0.0/0', except: NOT_PUBLIC_IPV4 },
  { cidr: PUBLIC_IPV6, except: NOT_PUBLIC_IPV6 },
];
