import type { Live } from '../state/live';
import { idOf, type KubeObject, type System } from '../state/system';

/** StatefulSets whose pods are not `name-0` and so on, each with that name below a headless Service. */
export function sets(system: System, live: Live): string[] {
  return system.ofKind('StatefulSet').flatMap((set) => {
    const { namespace, name } = set.metadata;
    const { replicas, serviceName } = set.spec;
    const service = live.find(`Service ${namespace}/${serviceName}`);
    if (service?.spec.clusterIP !== 'None') return [`${idOf(set)} names ${serviceName}, which is no headless Service`];
    const wanted = Array.from({ length: replicas }, (_, i) => `${name}-${i}`);
    const hosts = live
      .slicesOf(namespace, serviceName)
      .flatMap(({ endpoints }) => (endpoints ?? []).map(({ hostname }: KubeObject) => hostname))
      .sort();
    return hosts.join() === wanted.join()
      ? []
      : [`${idOf(set)} has the hosts ${hosts.join() || 'none'}, not ${wanted}`];
  });
}
