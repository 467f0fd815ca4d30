import { asFields, asList } from '../pod-template';
import type { Control, Version } from './control';

/** Those that concern the pod alone, with the version that allows them. */
const SAFE: ReadonlyMap<string, Version> = new Map(
  Object.entries({
    'kernel.shm_rmid_forced': 0,
    'net.ipv4.ip_local_port_range': 0,
    'net.ipv4.tcp_syncookies': 0,
    'net.ipv4.ping_group_range': 0,
    'net.ipv4.ip_unprivileged_port_start': 0,
    'net.ipv4.ip_local_reserved_ports': 27,
    'net.ipv4.tcp_keepalive_time': 29,
    'net.ipv4.tcp_fin_timeout': 29,
    'net.ipv4.tcp_keepalive_intvl': 29,
    'net.ipv4.tcp_keepalive_probes': 29,
    'net.ipv4.tcp_rmem': 32,
    'net.ipv4.tcp_wmem': 32,
    'net.ipv4.tcp_slow_start_after_idle': 37,
    'net.ipv4.tcp_notsent_lowat': 37,
  }),
);

export const sysctls: Control = {
  id: 'sysctls',
  level: 'baseline',
  *check({ spec }, version) {
    for (const [index, { name }] of asList(asFields(spec.securityContext).sysctls).entries())
      if (version < (SAFE.get(String(name)) ?? Number.POSITIVE_INFINITY))
        yield {
          path: ['spec', 'securityContext', 'sysctls', index],
          message: `sysctl ${name ?? 'without a name'} is set`,
          fix: `take sysctl ${name ?? 'without a name'} away`,
        };
  },
};
