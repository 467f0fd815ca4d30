/** Which rule of Ingresses, or of OpenShift Routes, takes a request. */
import type { FieldPath, Origin } from '../manifest/manifest';
import type { BackendRef } from './backend';
import { type PathFit, type PathType, pathFit, pathRank } from './path-match';

export interface HostRule<Owner = unknown> {
  readonly owner: Owner;
  /** `Ingress default/web` */
  readonly subject: string;
  /** `*.example.com` stands for one label; absent: every host. */
  readonly host?: string;
  readonly path: string;
  readonly pathType: PathType;
  /** ingress-nginx reads the path as a regular expression. */
  readonly isRegex: boolean;
  readonly backends: readonly BackendRef[];
  readonly origin: Origin;
  readonly field: FieldPath;
}

export interface Choice<Owner> {
  /** The rules that take it; several where they are equal in rank. */
  readonly rules: readonly HostRule<Owner>[];
  /** Why it may be another one, or none; absent when the rules are one. */
  readonly doubt?: string;
  /** Rules of the host that match but rank lower. */
  readonly behind: readonly HostRule<Owner>[];
}

/** Undefined when no rule matches. */
export function chooseRule<Owner>(
  rules: readonly HostRule<Owner>[],
  host: string,
  path: string,
): Choice<Owner> | undefined {
  const byRank = [2, 1, 0].map((rank) => rules.filter((rule) => hostRank(rule.host, host) === rank));
  const ofHost = byRank.filter((some) => some.length > 0);
  for (const [index, some] of ofHost.entries()) {
    const choice = chooseByPath(some, path);
    if (!choice) continue;
    const own = ofHost[0]![0]!.host;
    const fallen = `there are rules for ${own}, and none has the path: some controllers then go on to other hosts' rules, ingress-nginx does not`;
    return index === 0 ? choice : { ...choice, doubt: fallen };
  }
  return undefined;
}

/** 2 for the host itself, 1 for a wildcard over its first label, 0 for any host; undefined when it is another one. */
export function hostRank(ruleHost: string | undefined, host: string): number | undefined {
  if (ruleHost === undefined) return 0;
  if (ruleHost === host) return 2;
  return ruleHost.startsWith('*.') && host.slice(host.indexOf('.')) === ruleHost.slice(1) ? 1 : undefined;
}

/** `Prefix /users of Ingress default/web` */
export function ruleText({ pathType, path, subject }: Pick<HostRule, 'pathType' | 'path' | 'subject'>): string {
  return `${pathType} ${path || '(any path)'} of ${subject}`;
}

function chooseByPath<Owner>(rules: readonly HostRule<Owner>[], path: string): Choice<Owner> | undefined {
  const fits = rules.map((rule) => ({ rule, fit: pathFit(rule.pathType, rule.path, path, rule.isRegex) }));
  const of = (wanted: PathFit) => fits.filter(({ fit }) => fit === wanted).map(({ rule }) => rule);
  const sure = of('yes').sort(byRank);
  const best = sure.filter((rule) => byRank(rule, sure[0]!) === 0);
  const behind = sure.slice(best.length);
  const rivals = of('maybe').filter((rule) => !best.length || byRank(rule, best[0]!) <= 0);
  if (!best.length && !rivals.length) return undefined;
  if (rivals.length)
    return {
      rules: [...best, ...rivals],
      behind,
      doubt: `what ${rivals.map(ruleText).join(' and ')} matches is up to the controller`,
    };
  const doubt =
    new Set(best.map(({ backends }) => JSON.stringify(backends))).size > 1
      ? `${best.map(ruleText).join(' and ')} are of one host and path: often the oldest wins, but no rule says so`
      : undefined;
  return { rules: best, behind, doubt };
}

function byRank(one: HostRule, other: HostRule): number {
  const [length, exact] = pathRank(one.pathType, one.path);
  const [otherLength, otherExact] = pathRank(other.pathType, other.path);
  return otherLength - length || otherExact - exact;
}
