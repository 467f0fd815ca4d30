/**
 * IPv4 addresses that only a cluster, its nodes or its cloud have: private and shared networks, networks for protocols and benchmarks, this host, link-local addresses
 * (the metadata servers of clouds among them), Azure's own server, multicast and reserved addresses. Sorted.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
export const NOT_PUBLIC_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Inside of {@link PUBLIC_IPV6}: protocols, and tunnels to IPv4 addresses of any kind. */
export const NOT_PUBLIC_IPV6 = ['2001::/23', '2002::/16'];

/** Global unicast addresses of IPv6. @see https://www.iana.org/assignments/ipv6-address-space */
export const PUBLIC_IPV6 = '2000::/3';
