import { hostMatches } from '../../../route/attachment';
import { ingresses } from '../../../route/ingress';
import { nearest } from '../../../route/nearest';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { ingress } from './example';

export const tlsHostUnused: Rule = {
  id: 'ingress/tls-host-unused',
  severity: 'warning',
  summary: 'TLS is set up for a host that no rule of the Ingress has.',
  why: 'Requests for that host find no rule; and the host of the rule, if the two were meant to be one, is served with a wrong certificate.',
  fix: 'Write the same host in tls and in the rules.',
  bad: ingress({
    annotations: '{ cert-manager.io/cluster-issuer: letsencrypt }',
    spec: 'tls: [{ hosts: [shop.exmaple], secretName: shop-tls }]',
  }),
  good: ingress({
    annotations: '{ cert-manager.io/cluster-issuer: letsencrypt }',
    spec: 'tls: [{ hosts: [shop.example], secretName: shop-tls }]',
  }),
  *check({ cluster }: Examined) {
    const all = ingresses(cluster);
    // Certificates are chosen by the host a client asks for, so that of one Ingress serves the rules of another.
    const ruled = new Set(all.flatMap(({ rules }) => rules.map(({ host }) => host)));
    for (const { tls, rules, defaultBackend, annotations, origin } of all) {
      const hosts = [...new Set(rules.map(({ host }) => host))];
      if (defaultBackend || !hosts.length || hosts.includes(undefined) || addsHosts(annotations)) continue;
      for (const [index, { hosts: secured }] of tls.entries())
        for (const [place, host] of secured.entries()) {
          if (ruled.has(host) || hosts.some((one) => hostMatches(host, one!) || hostMatches(one, host))) continue;
          const near = nearest(host, hosts as string[]);
          yield {
            on: origin,
            path: ['spec', 'tls', index, 'hosts', place],
            message: `no rule has host ${host}; the rules have ${hosts.join(', ')}`,
            fix: near ? `write ${near}` : `add a rule for ${host}, or take it out of tls`,
          };
        }
    }
  },
};

/** Annotations by which controllers answer for further hosts. */
function addsHosts(annotations: Readonly<Record<string, string>>): boolean {
  return Object.keys(annotations).some((name) => /server-alias|from-to-www-redirect|redirect|snippet/.test(name));
}
