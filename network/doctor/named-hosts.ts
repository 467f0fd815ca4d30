import type { Cluster } from '../cluster/cluster';
import { findService } from '../route/lookup';
import { asList, type PodTemplate } from './pod-template';

const URL_HOST = /:\/\/(?:[^/@\s]*@)?([a-z][a-z0-9.-]*)/i;
const HOST_AND_PORT = /^([a-z][a-z0-9-]*)(\.[a-z0-9.-]+)?:\d{1,5}$/i;

/** Where a container says that it talks to a host by its name: `API_URL is http://api`. Undefined where none does. */
export function namedHost(cluster: Cluster, { containers, namespace }: PodTemplate): string | undefined {
  for (const { fields } of containers) {
    const variables = asList(fields.env).map(({ name, value }) => ({ name: `variable ${name}`, value }));
    const words = [fields.command, fields.args].flat().map((value) => ({ name: 'the command line', value }));
    for (const { name, value } of [...variables, ...words]) {
      if (typeof value !== 'string') continue;
      const host = hostIn(cluster, namespace, value);
      if (host && host !== 'localhost') return `${name} names ${host}`;
    }
  }
  return undefined;
}

function hostIn(cluster: Cluster, namespace: string, text: string): string | undefined {
  const [, host] = URL_HOST.exec(text) ?? [];
  if (host) return host;
  const [, first, rest = ''] = HOST_AND_PORT.exec(text) ?? [];
  return first && findService(cluster, namespace, first) ? first + rest : undefined;
}
