import { isIP } from 'node:net';
import { isSubdomain } from './names';
import type { Rule } from './prop-check';

/**
 * A host of an Ingress rule: a DNS name, with `*.` in front at most.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
 */
export const ingressHost: Rule<string> = {
  code: 'host/name',
  wants: 'a DNS name such as "echoserver.192.0.2.10.nip.io"',
  accepts: (value) =>
    typeof value === 'string' && isIP(value) === 0 && isSubdomain(value.startsWith('*.') ? value.slice(2) : value),
  advise: (value: unknown) => {
    if (typeof value !== 'string') return undefined;
    const bare = value.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
    if (isIP(bare) === 4) return `an Ingress matches names, not addresses: write "echoserver.${bare}.nip.io"`;
    if (isIP(bare) === 6)
      return `an Ingress matches names, not addresses: write "echoserver.${bare.replaceAll(':', '-')}.sslip.io"`;
    if (/^[a-z]+:\/\//i.test(value)) return 'leave the scheme out';
    if (/[<>{}$_]|[A-Z]{2,}/.test(value)) return 'put the real name or address in the place of the placeholder';
    if (/:\d+$/.test(value))
      return `leave "${value.slice(value.lastIndexOf(':'))}" out: the port is the controller's, a client puts it behind the name`;
    if (value.includes('/')) return 'leave the path out';
    return undefined;
  },
};
