import type { Live } from '../state/live';
import type { KubeObject } from '../state/system';

const MASTER = 'default/kubernetes';

/**
 * The variables that a kubelet starts the first container of a running pod with: those of the Services first, those of the
 * container over them. @throws Error where a Secret or its key is missing: the kubelet would not start it either
 */
export function variablesOf({ metadata, spec }: KubeObject, live: Live): Record<string, string> {
  const [container] = spec.containers;
  const variables = serviceVariables(metadata.namespace, spec.enableServiceLinks !== false, live);
  for (const { name, value = '', valueFrom } of container.env ?? [])
    variables[name] = valueFrom ? secretValue(metadata.namespace, valueFrom, live) : expand(value, variables);
  return variables;
}

/** Arguments of the first container, with the paths of its volumes replaced. */
export function argumentsOf({ spec }: KubeObject, volumes: Readonly<Record<string, string>>): string[] {
  return (spec.containers[0].args ?? []).map((arg: string) => volumes[arg] ?? arg);
}

/**
 * `NAME_SERVICE_HOST`, `NAME_SERVICE_PORT` and so on of the Services with an address in a pod's namespace, and of the API
 * server always.
 * @see https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables
 */
function serviceVariables(namespace: string, areLinked: boolean, live: Live): Record<string, string> {
  const services = live.ofKind('Service').filter(({ metadata, spec }) => {
    const isMaster = `${metadata.namespace}/${metadata.name}` === MASTER;
    return spec.clusterIP !== 'None' && (isMaster || (areLinked && metadata.namespace === namespace));
  });
  return Object.assign({}, ...services.map(linkOf));
}

function linkOf({ metadata, spec }: KubeObject): Record<string, string> {
  const prefix = metadata.name.toUpperCase().replaceAll('-', '_');
  const [first] = spec.ports;
  const url = ({ protocol, port }: KubeObject) => `${protocol.toLowerCase()}://${spec.clusterIP}:${port}`;
  const ofPorts = spec.ports.flatMap((one: KubeObject) => {
    const port = `${prefix}_PORT_${one.port}_${one.protocol}`;
    const named = one.name
      ? [[`${prefix}_SERVICE_PORT_${one.name.toUpperCase().replaceAll('-', '_')}`, `${one.port}`]]
      : [];
    return [
      ...named,
      [port, url(one)],
      [`${port}_PROTO`, one.protocol.toLowerCase()],
      [`${port}_PORT`, `${one.port}`],
      [`${port}_ADDR`, spec.clusterIP],
    ];
  });
  return {
    [`${prefix}_SERVICE_HOST`]: spec.clusterIP,
    [`${prefix}_SERVICE_PORT`]: `${first.port}`,
    [`${prefix}_PORT`]: url(first),
    ...Object.fromEntries(ofPorts),
  };
}

function secretValue(namespace: string, { secretKeyRef }: KubeObject, live: Live): string {
  if (!secretKeyRef)
    throw new Error('values of variables are read from Secrets only; add the kind that a container uses');
  const { name, key } = secretKeyRef;
  const value = live.find(`Secret ${namespace}/${name}`)?.data?.[key];
  if (value === undefined) throw new Error(`there is no key ${key} in a Secret ${namespace}/${name}`);
  return Buffer.from(value, 'base64').toString();
}

/** `$(NAME)` stands for a variable that comes before; `$$` for a dollar sign. */
function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([^)]+)\)/g, (whole, name) => (whole === '$$' ? '$' : (variables[name] ?? whole)));
}
