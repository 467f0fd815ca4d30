import type { Rule } from './prop-check';

/** Credentials in an address would end up in the manifest. */
export const httpUrl: Rule<string> = {
  code: 'url/http',
  wants: 'an address such as "http://history-server.production.svc.cluster.local:80", without user, query or fragment',
  accepts: (value) => {
    if (typeof value !== 'string' || value !== value.trim() || !URL.canParse(value)) return false;
    const { protocol, username, password, search, hash } = new URL(value);
    return ['http:', 'https:'].includes(protocol) && [username, password, search, hash].every((part) => part === '');
  },
};
