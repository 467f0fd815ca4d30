const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
/** Kinds that take any name that can stand in a path, in API groups whose other kinds take DNS names. */
const PATH_NAMED = new Set(['IPAddress', 'ComponentStatus']);
/** Groups whose kinds take DNS names. RBAC, and servers of other groups, take more, such as `system:node`. */
const DNS_NAMED = new Set([
  ...['', 'apps', 'autoscaling', 'batch', 'discovery.k8s.io', 'extensions', 'networking.k8s.io', 'policy'],
  ...['gateway.networking.k8s.io', 'policy.networking.k8s.io'],
]);

/**
 * Why the API server refuses the name of an object.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function nameFault(apiVersion: string, kind: string, name: string): string | undefined {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  if (group === '' && (kind === 'Namespace' || kind === 'Service')) return labelFault(name);
  return DNS_NAMED.has(group) && !PATH_NAMED.has(kind) ? subdomainFault(name) : pathFault(name);
}

/** Why the API server refuses the name of a namespace. */
export function labelFault(name: string): string | undefined {
  return name.length <= 63 && LABEL.test(name)
    ? undefined
    : 'at most 63 lower-case letters, digits and "-", with a letter or digit at both ends';
}

/** Why a text can be no part of an object's name, kind or apiVersion, whatever the API. */
export function wordFault(text: string): string | undefined {
  return /[\s\p{C}]/u.test(text) ? 'without spaces and control characters' : undefined;
}

function subdomainFault(name: string): string | undefined {
  return name.length <= 253 && name.split('.').every((label) => LABEL.test(label))
    ? undefined
    : 'at most 253 lower-case letters, digits, "-" and ".", with a letter or digit at both ends of each part';
}

function pathFault(name: string): string | undefined {
  if (name === '.' || name === '..' || /[/%]/.test(name)) return 'neither "." nor "..", and without "/" and "%"';
  return wordFault(name);
}
