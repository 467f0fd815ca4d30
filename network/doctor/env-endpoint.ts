import type { FieldPath } from '../manifest/manifest';
import { envLiterals, isFilledIn } from './env';
import type { Container } from './pod-template';

/** A host, and perhaps a port, that a container is told to connect to. */
export interface NamedEndpoint {
  /** `variable HISTORY_SERVER_URI`, `argument --url`. */
  readonly where: string;
  /** From the object to the text. */
  readonly path: FieldPath;
  readonly text: string;
  readonly host: string;
  readonly port?: number;
  /** Whether the port is the usual one of the scheme, and another variable may give another one. */
  readonly isUsualPort?: boolean;
}

/** Schemes that connect: the host of an s3:// or oci:// is none. */
const SCHEMES =
  'https?|wss?|tcp|udp|tls|ssl|grpcs?|postgres|postgresql|mysql|mariadb|rediss?|amqps?|mongodb|nats|kafka|ldaps?|smtps?|mqtts?|memcached|clickhouse|cassandra|elasticsearch|etcd|sqlserver|bolt|neo4j|statsd|syslog';
const URLS = new RegExp(
  String.raw`\b(${SCHEMES})://(?:[^\s/@]*@)?([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)(?::(\d{1,5}))?(?=$|[\s/?#,;"'])`,
  'gi',
);
const HOST_PORT = /^([a-z](?:[a-z0-9.-]*[a-z0-9])?):(\d{1,5})$/;
const SERVICE_NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)+\.svc(\.cluster\.local)?\.?$/;
/** Names of variables and flags that hold hosts; `redis:7` of any other may as well be an image. */
const HOLDS_HOSTS =
  /(^|[_-])(hosts?|hostname|addr|addrs|address|addresses|servers?|ur[il]s?|endpoints?|brokers?|upstreams?|backends?|targets?|dsn|peers|bootstrap|bootstrap[_-]servers|connect|connection|service|master|primary|replica|nodes)$/i;
const USUAL_PORTS: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['ws', 80],
  ['https', 443],
  ['wss', 443],
]);

/** Every URL and `host:port` among the variables, commands and arguments that are written down. */
export function namedEndpoints(container: Container): NamedEndpoint[] {
  const variables = envLiterals(container);
  const hasPortOfItsOwn = variables.some(({ name }) => /(^|_)PORT$/i.test(name));
  const ofVariables = variables.flatMap(({ name, value, path }) =>
    endpointsIn(value, name).map((found) => ({ ...found, where: `variable ${name}`, path, text: value })),
  );
  const ofArguments = (['command', 'args'] as const).flatMap((list) => {
    const given = container.fields[list];
    return (Array.isArray(given) ? given : []).flatMap((text: unknown, index) => {
      // A script may do anything with what is in it.
      if (typeof text !== 'string' || /\s/.test(text)) return [];
      const [, flag, value = text] = /^(--?[\w.-]+)=(.*)$/.exec(text) ?? [];
      return endpointsIn(value, flag ?? '').map((found) => ({
        ...found,
        where: flag ? `argument ${flag}` : 'argument',
        path: [...container.path, list, index],
        text,
      }));
    });
  });
  return [...ofVariables, ...ofArguments].filter(({ isUsualPort }) => !isUsualPort || !hasPortOfItsOwn);
}

type Found = Pick<NamedEndpoint, 'host' | 'port' | 'isUsualPort'>;

function endpointsIn(value: string, name: string): Found[] {
  if (isFilledIn(value)) return [];
  const urls = [...value.matchAll(URLS)];
  if (urls.length)
    return urls.flatMap(([, scheme, host, port]) => {
      const usual = USUAL_PORTS.get(scheme!.toLowerCase());
      return ofPort(host!, port === undefined ? usual : Number(port), port === undefined && usual !== undefined);
    });
  return value.split(',').flatMap((part): Found | Found[] => {
    const [, host, port] = HOST_PORT.exec(part.trim()) ?? [];
    if (host !== undefined && (HOLDS_HOSTS.test(name) || SERVICE_NAME.test(host))) return ofPort(host, Number(port));
    return SERVICE_NAME.test(part.trim()) ? { host: part.trim() } : [];
  });
}

function ofPort(host: string, port: number | undefined, isUsualPort = false): Found[] {
  if (port === undefined) return [{ host }];
  return port >= 1 && port <= 65_535 ? [{ host, port, ...(isUsualPort && { isUsualPort }) }] : [];
}
