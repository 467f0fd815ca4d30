const POSTGRES = ['POSTGRES_PASSWORD', 'POSTGRES_HOST_AUTH_METHOD'];
const MYSQL = ['MYSQL_ROOT_PASSWORD', 'MYSQL_ALLOW_EMPTY_PASSWORD', 'MYSQL_RANDOM_ROOT_PASSWORD'];
const MARIADB = [
  'MARIADB_ROOT_PASSWORD',
  'MARIADB_ROOT_PASSWORD_HASH',
  'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
  'MARIADB_RANDOM_ROOT_PASSWORD',
];

/**
 * Variables of which an image needs one to make its database, by repository. Each may also be given as a file, as `…_FILE`.
 * @see https://hub.docker.com/_/postgres, https://hub.docker.com/_/mysql, https://hub.docker.com/_/mariadb
 */
export const NEEDED_VARIABLES: ReadonlyMap<string, readonly string[]> = new Map([
  ['docker.io/library/postgres', POSTGRES],
  ['docker.io/postgis/postgis', POSTGRES],
  ['docker.io/pgvector/pgvector', POSTGRES],
  ['docker.io/timescale/timescaledb', POSTGRES],
  ['docker.io/library/mysql', MYSQL],
  ['docker.io/library/percona', MYSQL],
  ['docker.io/library/mariadb', [...MARIADB, ...MYSQL]],
]);
