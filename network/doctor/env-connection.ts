import { isIP } from 'node:net';
import { groupBy } from '../group-by';
import type { PodsPeer } from '../reach/peer';
import { podsPeers } from '../reach/peer';
import { type NameAnswer, resolveName } from '../route/dns';
import { type NamedEndpoint, namedEndpoints } from './env-endpoint';
import type { Examined } from './examined';
import type { PodTemplate } from './pod-template';

/** A connection that a container is told to make, with what the name means to its pods. */
export interface EnvConnection extends NamedEndpoint {
  readonly template: PodTemplate;
  /** The pods of the template. */
  readonly senders: readonly PodsPeer[];
  readonly answer: NameAnswer;
}

const known = new WeakMap<Examined, readonly EnvConnection[]>();

/** Every connection that variables, commands and arguments name: none of addresses, and none of what can be no name. */
export function envConnections(examined: Examined): readonly EnvConnection[] {
  const before = known.get(examined);
  if (before) return before;
  const found = findConnections(examined);
  known.set(examined, found);
  return found;
}

function findConnections(examined: Examined): EnvConnection[] {
  const { cluster } = examined;
  const workloads = groupBy(cluster.workloads, ({ origin }) => origin);
  const answers = new Map<string, NameAnswer | undefined>();
  return examined.podTemplates.flatMap((template) => {
    const senders = (workloads.get(template.manifest.origin) ?? []).flatMap(podsPeers);
    const [first] = senders;
    if (!first) return [];
    return template.containers.flatMap(namedEndpoints).flatMap((endpoint) => {
      const { dns, hostNetwork } = first.pods;
      const key = `${template.namespace} ${endpoint.host}`;
      const isUsual = !dns && !hostNetwork;
      const answer = isUsual && answers.has(key) ? answers.get(key) : resolve(examined, endpoint.host, first);
      if (isUsual) answers.set(key, answer);
      return answer ? { ...endpoint, template, senders, answer } : [];
    });
  });
}

const LABEL = /^[a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?$/i;

function resolve({ cluster }: Examined, host: string, { pods }: PodsPeer): NameAnswer | undefined {
  const isName =
    !isIP(host) &&
    host.length <= 253 &&
    host
      .replace(/\.$/, '')
      .split('.')
      .every((label) => LABEL.test(label));
  return isName ? resolveName(cluster, host, pods.namespace, { pods }) : undefined;
}
