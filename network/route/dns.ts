import { isIP } from 'node:net';
import type { Cluster } from '../cluster/cluster';
import type { Pods } from '../cluster/workload';
import { inputError } from '../input-error';
import { candidates, clusterFirst, resolverOf } from './resolver';
import { slip, whyNoName } from './why-no-name';
import { isLocal, lookUp, type NameTarget } from './zone';

export type { NameVerdict } from './zone';

/**
 * - `resolves`: to addresses in the cluster.
 * - `no such name`: the DNS of the cluster says so.
 * - `outside`: servers outside of the cluster answer for it.
 * - `undecidable`: it depends on what the input does not say.
 */
export interface NameAnswer extends NameTarget {
  readonly name: string;
  /** Namespace of the pod that asks. */
  readonly from: string;
  /** Absolute names, as the pod tries them in turn, up to the one that answers. */
  readonly tried: readonly string[];
}

export interface ResolveOptions {
  /** @default 'cluster.local' */
  readonly clusterDomain?: string;
  /** The pods that ask, whose own DNS settings then hold. @default pods of the namespace that set nothing */
  readonly pods?: Pods;
}

/**
 * What a name means to a pod of a namespace.
 * @throws InputError when it can be no DNS name
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
export function resolveName(
  cluster: Cluster,
  name: string,
  fromNamespace: string,
  { clusterDomain: domain = 'cluster.local', pods }: ResolveOptions = {},
): NameAnswer {
  const asked = checked(name);
  const answer = (tried: readonly string[], target: NameTarget): NameAnswer => ({
    name,
    from: fromNamespace,
    tried,
    ...target,
  });
  if (asked === 'localhost')
    return answer([], { verdict: 'resolves', record: 'hosts file', target: '127.0.0.1', reason: 'the pod itself' });
  const alias = pods?.dns?.hosts.get(asked);
  if (alias)
    return answer([], { verdict: 'resolves', record: 'hosts file', target: alias, reason: 'hostAliases of the pod' });

  const resolver = resolverOf(cluster, fromNamespace, domain, pods);
  const tried = candidates(asked, resolver);
  if (resolver.asks === 'unknown') return answer(tried, { verdict: 'undecidable', reason: resolver.why! });
  if (resolver.asks === 'outside') {
    const usual = search(cluster, domain, candidates(asked, clusterFirst(fromNamespace, domain)));
    const isOurs = usual.target ? usual.target.verdict !== 'outside' : isLocal(cluster, asked);
    return answer(
      tried,
      isOurs
        ? { verdict: 'no such name', reason: resolver.why!, remedy: `set dnsPolicy: ${askingTheCluster(pods)}` }
        : { verdict: 'outside', reason: resolver.why! },
    );
  }

  const { target, upTo } = search(cluster, domain, tried);
  if (!target) return answer(tried, { verdict: 'no such name', ...whyNoName(cluster, asked, fromNamespace, domain) });
  const meant = target.verdict === 'outside' && !target.service && slip(cluster, asked, domain);
  return answer(tried.slice(0, upTo), meant ? { ...target, reason: `${target.reason}; ${meant}` } : target);
}

function askingTheCluster(pods: Pods | undefined): string {
  return pods?.hostNetwork ? 'ClusterFirstWithHostNet' : 'ClusterFirst';
}

/** The first of the names that leads somewhere, else what there is to say of the one that comes nearest. */
function search(cluster: Cluster, domain: string, names: readonly string[]): { target?: NameTarget; upTo?: number } {
  const found = names.map((name) => lookUp(cluster, domain, name));
  const nowhere = found.find((target) => target?.verdict === 'no such name');
  const first = found.findIndex((target) => target && target.verdict !== 'no such name');
  const target = found[first];
  if (!target) return { target: nowhere };
  if (target.verdict !== 'outside' || target.service) return { target, upTo: first + 1 };
  const inside = found.slice(first + 1).find((later) => later?.verdict === 'resolves');
  if (inside)
    return {
      target: {
        ...inside,
        verdict: 'undecidable',
        reason: `${names[first]} is tried first, and servers outside may have it; if not: ${inside.reason}`,
      },
    };
  return nowhere ? { target: nowhere } : { target, upTo: first + 1 };
}

const LABEL = /^[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?$/;

/** @returns the name in lower case: DNS knows no other */
function checked(name: string): string {
  const lower = name.toLowerCase();
  if (isIP(name)) throw inputError('input/reference', `"${name}" is an address already; names are for what has none`);
  if (
    lower.length > 253 ||
    !lower
      .replace(/\.$/, '')
      .split('.')
      .every((label) => LABEL.test(label))
  )
    throw inputError('input/reference', `"${name}" is no DNS name; write one like api.prod.svc.cluster.local`);
  return lower;
}
