/** What dist/ says of the distributed MinIO, so that nothing is tried but what is applied. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadAll } from 'js-yaml';

const FILE = 'dist/price-history-large.k8s.yaml';

/** Arguments, environment, user, volume and names of the servers; `secret` has the values of the Secret's keys. */
export function distributedMinio(secret) {
  const objects = loadAll(readFileSync(resolve(import.meta.dirname, '../../..', FILE), 'utf8'));
  const set = only(objects, ({ kind }) => kind === 'StatefulSet');
  const { replicas, serviceName, template } = set.spec;
  const { securityContext, containers } = template.spec;
  const [{ args, env, ports, readinessProbe, volumeMounts }] = containers;
  const [{ mountPath }] = volumeMounts;
  const { name, namespace } = set.metadata;
  const port = ports[0].containerPort;
  return {
    args,
    env: Object.fromEntries(
      env.map(({ name, value, valueFrom }) => [name, value ?? secret[valueFrom.secretKeyRef.key]]),
    ),
    user: securityContext.runAsUser,
    group: securityContext.runAsGroup,
    mountPath,
    port,
    readyPath: readinessProbe.httpGet.path,
    hosts: hostsOf(args, replicas),
    /** As DNS knows the pods of the set. */
    podHosts: Array.from({ length: replicas }, (_, i) => `${name}-${i}.${serviceName}.${namespace}.svc.cluster.local`),
    /** DNS must know the pods before they are ready, since none gets ready without the others. */
    isKnownBeforeReady: only(objects, ({ kind, metadata }) => kind === 'Service' && metadata.name === serviceName).spec
      .publishNotReadyAddresses,
    admitsMembers: admits(objects, template.metadata.labels, port),
  };
}

/** The one that there must be. */
function only(objects, matches) {
  const found = objects.filter(matches);
  if (found.length !== 1) throw new Error(`${FILE} has ${found.length} objects of which the test knows one`);
  return found[0];
}

/** The names in the arguments, of which MinIO makes one a number in "{0...3}". */
function hostsOf(args, replicas) {
  const [, before, first, last, after] = /^http:\/\/(.*)\{(\d+)\.\.\.(\d+)\}(.*):\d+\//.exec(args[1]);
  const hosts = Array.from({ length: last - first + 1 }, (_, i) => `${before}${Number(first) + i}${after}`);
  if (hosts.length !== replicas) throw new Error(`${args[1]} names ${hosts.length} servers, there are ${replicas}`);
  return hosts;
}

/** Whether a policy lets pods of these labels in to pods of the same, by pods that it names with just these. */
function admits(objects, labels, port) {
  const { ingress } = only(objects, ({ kind }) => kind === 'NetworkPolicy').spec;
  return ingress.some(
    ({ from, ports }) =>
      from.some(({ podSelector }) => isDeepStrictEqual(podSelector?.matchLabels, labels)) &&
      ports.some((open) => open.port === port && open.protocol === 'TCP'),
  );
}
