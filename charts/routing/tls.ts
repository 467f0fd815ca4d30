import { list } from '../validation/choice';
import { ingressHost } from '../validation/host';
import { subdomain } from '../validation/names';
import { PropCheck, type Rule } from '../validation/prop-check';

const kindName: Rule<string> = {
  code: 'routes/tls',
  wants: 'a kind such as "OriginIssuer"',
  accepts: (value) => typeof value === 'string' && /^[A-Z][A-Za-z0-9]{0,62}$/.test(value),
};

/**
 * Who signs a certificate: an issuer of cert-manager, or of a project that cert-manager leaves the signing to.
 * @see https://cert-manager.io/docs/usage/ingress/
 */
export class CertificateIssuer {
  /** An issuer for the whole cluster. */
  public static clusterIssuer(name: string): CertificateIssuer {
    const at = PropCheck.ofCall('CertificateIssuer.clusterIssuer');
    return new CertificateIssuer({ 'cert-manager.io/cluster-issuer': at.check('name', name, subdomain) });
  }

  /** An issuer of the namespace that the routes are in. */
  public static issuer(name: string): CertificateIssuer {
    const at = PropCheck.ofCall('CertificateIssuer.issuer');
    return new CertificateIssuer({ 'cert-manager.io/issuer': at.check('name', name, subdomain) });
  }

  /**
   * An issuer of a kind that is not cert-manager's own.
   * @param name of the issuer
   * @param kind such as "OriginIssuer"
   * @param group of its API, such as "cert-manager.k8s.cloudflare.com"
   */
  public static external(name: string, kind: string, group: string): CertificateIssuer {
    const at = PropCheck.ofCall('CertificateIssuer.external');
    return new CertificateIssuer({
      'cert-manager.io/issuer': at.check('name', name, subdomain),
      'cert-manager.io/issuer-kind': at.check('kind', kind, kindName),
      'cert-manager.io/issuer-group': at.check('group', group, subdomain),
    });
  }

  private constructor(private readonly annotations: Record<string, string>) {}

  /** @internal */
  public _annotations(): Record<string, string> {
    return this.annotations;
  }
}

/** A certificate and the hosts it is for. It lies in a Secret of the routes' namespace, which is never synthesized. */
export class RoutesTls {
  /**
   * A Secret of type kubernetes.io/tls that someone makes: `kubectl create secret tls …`, or the issuer of other routes.
   * @param secretName its name
   * @param hosts that it is for; every host of the rules where left out
   */
  public static fromSecret(secretName: string, hosts?: string[]): RoutesTls {
    return new RoutesTls('fromSecret', secretName, hosts);
  }

  /**
   * A Secret that cert-manager makes and renews. Nobody else may make it: they would overwrite each other. Other
   * routes can use it by `fromSecret`, for hosts that it is for.
   * @param issuer who signs
   * @param secretName where cert-manager puts key and certificate
   * @param hosts that it is for, at least one of them of the rules; every host of the rules where left out
   */
  public static fromIssuer(issuer: CertificateIssuer, secretName: string, hosts?: string[]): RoutesTls {
    if (!(issuer instanceof CertificateIssuer)) {
      const wanted = 'must be CertificateIssuer.clusterIssuer(…), .issuer(…) or .external(…)';
      PropCheck.ofCall('RoutesTls.fromIssuer').refuse('routes/tls', 'issuer', issuer, wanted);
    }
    return new RoutesTls('fromIssuer', secretName, hosts, issuer);
  }

  /** @internal */
  public readonly _secretName: string;
  /** @internal */
  public readonly _hosts?: readonly string[];

  private constructor(
    call: string,
    secretName: string,
    hosts?: string[],
    /** @internal */
    public readonly _issuer?: CertificateIssuer,
  ) {
    const at = PropCheck.ofCall(`RoutesTls.${call}`);
    this._secretName = at.check('secretName', secretName, subdomain);
    if (hosts === undefined) return;
    at.check('hosts', hosts, list);
    this._hosts = hosts.map((host, i) => at.check(`hosts[${i}]`, host, ingressHost));
  }
}

/** One certificate with its hosts known. */
export interface Certificate {
  readonly secretName: string;
  readonly hosts: readonly string[];
  /** Whether these routes have cert-manager make the Secret. */
  readonly isIssued: boolean;
}

export interface Certificates {
  readonly entries: readonly Certificate[];
  /** What asks cert-manager for them. */
  readonly annotations: Record<string, string>;
}

/** @param hosts of the rules, each once */
export function checkTls(at: PropCheck, tls: RoutesTls[] | undefined, hosts: readonly string[]): Certificates {
  if (tls === undefined) return { entries: [], annotations: {} };
  at.check('tls', tls, list);
  for (const [i, one] of tls.entries()) {
    if (!(one instanceof RoutesTls))
      at.refuse('routes/tls', `tls[${i}]`, one, 'must be RoutesTls.fromSecret(…) or RoutesTls.fromIssuer(…)');
  }
  const annotations = tls[0]!._issuer?._annotations() ?? {};
  for (const [i, { _issuer, _secretName }] of tls.entries()) {
    if (JSON.stringify(_issuer?._annotations() ?? {}) !== JSON.stringify(annotations)) {
      const problem =
        'cert-manager reads one issuer for all certificates of an object, and would overwrite a Secret that someone else makes: put hosts of another issuer, and those with Secrets of your own, in routes of their own';
      at.refuse('routes/tls', `tls[${i}]`, _secretName, problem);
    }
  }
  const entries = tls.map(({ _secretName, _hosts, _issuer }, i) => {
    const prop = `tls[${i}]`;
    if (_issuer && tls.findIndex((one) => one._secretName === _secretName) < i)
      at.refuse(
        'routes/tls',
        prop,
        _secretName,
        'is the Secret of another certificate: name all of its hosts in one, or another Secret',
      );
    const covered = _hosts ?? hosts;
    if (covered.length === 0)
      at.refuse('routes/tls', prop, _secretName, 'no rule names a host, which a certificate is for');
    const idle = covered.filter((host) => !hosts.some((ruled) => covers(host, ruled)));
    // An issuer may be asked for the hosts of others, too, who use the Secret.
    if (idle.length > (_issuer ? covered.length - 1 : 0))
      at.refuse('routes/tls', prop, idle[0], `is the host of no rule; there are ${hosts.join(', ')}`);
    return { secretName: _secretName, hosts: covered, isIssued: _issuer !== undefined };
  });
  const all = entries.flatMap((entry) => entry.hosts);
  const twice = all.find((host, i) => all.indexOf(host) < i);
  if (twice !== undefined) at.refuse('routes/tls', 'tls', twice, 'has two certificates: name the hosts of each');
  return { entries, annotations };
}

/**
 * A Secret can be used by many, and has one maker: cert-manager leaves alone what it made for another object, so that hosts
 * which only the second one names get no certificate.
 * @param others certificates of other routes in the namespace, with the path of the construct
 */
export function checkOtherCertificates(
  at: PropCheck,
  own: readonly Certificate[],
  others: readonly (Certificate & { readonly path: string })[],
): void {
  for (const [i, one] of own.entries()) {
    for (const other of others.filter(({ secretName }) => secretName === one.secretName)) {
      const refuse = (problem: string) => at.refuse('routes/tls', `tls[${i}]`, one.secretName, problem);
      if (one.isIssued && other.isIssued)
        refuse(
          `cert-manager makes it for ${other.path} already: name all hosts in one of the two, and take RoutesTls.fromSecret(…) in the other`,
        );
      if (one.isIssued === other.isIssued) continue;
      const [issued, used] = one.isIssued ? [one, other] : [other, one];
      const bare = used.hosts.find((host) => !issued.hosts.some((covered) => covers(covered, host)));
      if (bare !== undefined) {
        const maker = one.isIssued ? 'these routes' : other.path;
        const user = one.isIssued ? other.path : 'these';
        refuse(
          `cert-manager makes it for the hosts of ${maker}, ${issued.hosts.join(', ')}, and ${user} use it for ${bare}, too: name that host there, or take another Secret`,
        );
      }
    }
  }
}

/** Whether a certificate for `host`, which may begin with `*.`, is one for `ruled`. */
export function covers(host: string, ruled: string): boolean {
  return host === ruled || (host.startsWith('*.') && ruled.replace(/^[^.]+/, '*') === host);
}
