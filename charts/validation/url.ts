import { isIP } from 'node:net';
import { isSubdomain } from './names';
import type { Rule } from './prop-check';

const HTTP_URL = /^https?:\/\/(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?(?:\/[A-Za-z0-9._~!&'*+,;=:@%/-]*)?$/;

/**
 * Credentials in an address would end up in the manifest. `$` is kept out, too: Kubernetes puts other variables in the place
 * of `$(NAME)`.
 */
export const httpUrl: Rule<string> = {
  code: 'url/http',
  wants: 'an address such as "http://history-server.production.svc.cluster.local:80", without user, query or fragment',
  accepts: (value) => {
    const [, host, port] = (typeof value === 'string' && HTTP_URL.exec(value)) || [];
    if (host === undefined || Number(port ?? 80) > 65535 || Number(port ?? 80) < 1) return false;
    return host.startsWith('[') ? isIP(host.slice(1, -1)) === 6 : isSubdomain(host);
  },
};
