import type { Live } from '../state/live';
import { idOf, type KubeObject, type System } from '../state/system';

/** Backends of routes that are no port of a Service with ready pods. */
export function routes(system: System, live: Live): string[] {
  return system.ofKind('Ingress', 'HTTPRoute').flatMap((route) => {
    const home = route.metadata.namespace;
    const lost = (route.kind === 'Ingress' ? ofIngress(route.spec) : ofHttpRoute(route.spec)).filter(
      ({ name, port, namespace = home }) => !isServed(live, namespace, name, port),
    );
    return lost.map(({ name, port }) => `${idOf(route)} leads to ${name}:${port}, where nobody is`);
  });
}

interface Backend {
  readonly name: string;
  readonly port: number | string;
  readonly namespace?: string;
}

function ofIngress({ defaultBackend, rules = [] }: KubeObject): Backend[] {
  const paths = rules.flatMap(({ http }: KubeObject) => http.paths.map(({ backend }: KubeObject) => backend));
  return [defaultBackend ?? [], paths].flat().map(({ service: { name, port } }: KubeObject) => ({
    name,
    port: port.number ?? port.name,
  }));
}

/** Linkerd's routes have Services as their parents. */
function ofHttpRoute({ parentRefs, rules = [] }: KubeObject): Backend[] {
  const parents = parentRefs.filter(({ kind }: KubeObject) => kind === 'Service');
  return [...parents, ...rules.flatMap(({ backendRefs = [] }: KubeObject) => backendRefs)];
}

function isServed(live: Live, namespace: string, name: string, port: number | string): boolean {
  const service = live.find(`Service ${namespace}/${name}`);
  const isOpen = service?.spec.ports.some((one: KubeObject) => one.port === port || one.name === port);
  return Boolean(isOpen) && live.readyAddresses(namespace, name).length > 0;
}
