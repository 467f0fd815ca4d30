import { type KubeObject, System } from './system';

/**
 * Manifests in namespaces of their own, `prefix-namespace`, so that several of them fit into one cluster. The namespaces
 * are among them, and node ports are the cluster's to choose.
 */
export function elsewhere(system: System, prefix: string): System {
  const objects: KubeObject[] = system.objects.map((object) => structuredClone(object));
  const isNamespace = ({ kind }: KubeObject) => kind === 'Namespace';
  for (const { kind, metadata } of objects) if (kind !== 'Namespace') metadata.namespace ??= 'default';
  const own = new Set(objects.filter(isNamespace).map(({ metadata }) => metadata.name as string));
  const named = new Set(
    objects.filter((object) => !isNamespace(object)).map(({ metadata }) => metadata.namespace as string),
  );
  const made = [...named].filter((name) => !own.has(name)).map(restricted);
  const all = new Set([...own, ...named]);
  const rename = (_match: string, before: string, name: string, after: string) =>
    all.has(name) ? `${before}${prefix}-${name}${after}` : `${before}${name}${after}`;
  return new System(
    [...made, ...objects].map((object) => {
      const text = JSON.stringify(object)
        .replace(/("namespace":")([^"]+)(")/g, rename)
        .replace(/("kubernetes\.io\/metadata\.name":")([^"]+)(")/g, rename)
        .replace(/(\.)([a-z0-9-]+)(\.svc\.)/g, rename);
      const moved = JSON.parse(text);
      if (isNamespace(moved)) moved.metadata.name = `${prefix}-${moved.metadata.name}`;
      for (const port of moved.spec?.ports ?? []) delete port.nodePort;
      return moved;
    }),
  );
}

function restricted(name: string): KubeObject {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}
