/**
 * Users that images start as unless a pod says otherwise, by repository: `root`, or a name, which the kubelet can not tell from root.
 * @see the USER line, or its absence, in the Dockerfile of each image
 */
export const IMAGE_USERS: ReadonlyMap<string, string> = new Map([
  ...[
    'alpine',
    'busybox',
    'debian',
    'httpd',
    'mariadb',
    'mongo',
    'mysql',
    'nginx',
    'node',
    'postgres',
    'python',
    'redis',
    'ubuntu',
  ].map((name) => [`docker.io/library/${name}`, 'root'] as const),
  ['docker.io/minio/minio', 'root'],
  ['quay.io/minio/minio', 'root'],
  ['docker.io/nicolaka/netshoot', 'root'],
  ['docker.io/kennethreitz/httpbin', 'root'],
  ['docker.io/library/memcached', 'memcache'],
  ['docker.io/prom/prometheus', 'nobody'],
  ['quay.io/prometheus/prometheus', 'nobody'],
]);

/** What an image must be able to write to start, and what is mounted where its settings are others. */
export interface WrittenPaths {
  /** For each place the names it goes by. */
  readonly places: readonly (readonly string[])[];
  /** With a mount at or below it nothing is known: settings may name other places. */
  readonly settings: string;
}

const RUN = ['/var/run', '/run'];

export const WRITTEN_PATHS: ReadonlyMap<string, WrittenPaths> = new Map([
  ['docker.io/library/nginx', { places: [['/var/cache/nginx'], RUN], settings: '/etc/nginx' }],
  ['docker.io/library/httpd', { places: [['/usr/local/apache2/logs']], settings: '/usr/local/apache2/conf' }],
  [
    'docker.io/library/postgres',
    { places: [['/var/run/postgresql', '/run/postgresql', ...RUN]], settings: '/etc/postgresql' },
  ],
]);
