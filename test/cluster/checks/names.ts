import type { Live } from '../state/live';
import { idOf, type KubeObject, type System } from '../state/system';
import { podSpecs } from './pod-specs';

const URLS = /\bhttps?:\/\/([a-z0-9.{}-]+):(\d+)/g;
const CLUSTER_DOMAIN = '.svc.cluster.local';

/** Addresses in variables and arguments of containers that lead to no Service with ready pods. */
export function names(system: System, live: Live): string[] {
  return podSpecs(system).flatMap(({ object, spec }) => {
    const texts = spec.containers.flatMap(({ env = [], args = [] }: KubeObject) => [
      ...env.flatMap(({ value }: KubeObject) => value ?? []),
      ...args,
    ]);
    const urls = texts.flatMap((text: string) => [...text.matchAll(URLS)]);
    return urls.flatMap(([url, host, port]: string[]) => {
      const lost = expand(host!).filter((one) => !leads(one, Number(port), object.metadata.namespace, live));
      return lost.length ? [`${idOf(object)} names ${url}, but ${lost[0]} leads to nobody at port ${port}`] : [];
    });
  });
}

/** MinIO's ellipsis: `minio-{0...3}.minio-hl` are four hosts. */
function expand(host: string): string[] {
  const range = /\{(\d+)\.\.\.(\d+)\}/.exec(host);
  if (!range) return [host];
  const [first, last] = [Number(range[1]), Number(range[2])];
  return Array.from({ length: last - first + 1 }, (_, i) => host.replace(range[0], String(first + i)));
}

/** As the DNS of a cluster has it: `service`, `service.namespace`, or a pod's hostname before that of a headless Service. */
function leads(host: string, port: number, home: string, live: Live): boolean {
  const labels = host.replace(CLUSTER_DOMAIN, '').split('.');
  const [namespace, service, pod] = host.endsWith(CLUSTER_DOMAIN)
    ? [labels.at(-1)!, labels.at(-2), labels.at(-3)]
    : [labels[1] ?? home, labels[0], undefined];
  const found = live.find(`Service ${namespace}/${service}`);
  if (!found) return false;
  const isHeadless = found.spec.clusterIP === 'None';
  const open = found.spec.ports.some((one: KubeObject) => (isHeadless ? one.targetPort : one.port) === port);
  const ready = live
    .slicesOf(namespace, service!)
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions, hostname }) => conditions.ready && (!pod || (isHeadless && hostname === pod)));
  return open && ready.length > 0;
}
