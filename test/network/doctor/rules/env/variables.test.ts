import { describeRule, lines } from '../../support/describe-rule';
import { diagnoseText } from '../../support/findings';
import { service, workload } from '../../support/objects';

const env = (name: string, value: string) => lines(workload({ container: { env: [{ name, value }] } }));
const CONTAINER = 'Deployment shop/api spec.template.spec.containers[0]';
const SECRET = 'put it into a Secret, and write valueFrom: { secretKeyRef: { name: …, key: … } } for value';

describeRule('env/credential', {
  finds: [
    ['DB_PASSWORD', 'postgres-password'],
    ['ACCESS_KEY', 'AKIDEXAMPLE'],
    ['apiKey', 'k-123'],
    ['API_TOKEN', 'e1b2'],
    ['DATABASE_URL', 'postgres://app:hunter2@db:5432/shop'],
  ].map(
    ([name, value]) =>
      [
        `${name}=${value}`,
        env(name!, value!),
        `${CONTAINER}.env[0].value:1: variable ${name} holds a credential in clear text → ${SECRET}`,
      ] as const,
  ),
  isSilentOn: [
    ...[
      ['DB_PASSWORD_FILE', 'secret.txt'],
      ['DB_PASSWORD', '/run/secrets/db'],
      ['DB_PASSWORD', ''],
      ['DB_PASSWORD', '$(OTHER)'],
      ['DB_PASSWORD', '<password>'],
      ['MYSQL_ALLOW_EMPTY_PASSWORD', 'yes'],
      ['CACHE_KEY_PREFIX', 'shop'],
      ['PUBLIC_KEY', 'ssh-ed25519 AAAA'],
      ['COMPASS', 'north'],
      ['WEBHOOK_SECRET', 'webhook-tls'],
      ['DATABASE_URL', 'postgres://app@db:5432/shop'],
      ['DATABASE_URL', 'postgres://app:$(PASSWORD)@db:5432/shop'],
    ].map(([name, value]) => [`${name}=${value}`, env(name!, value!)] as const),
    [
      'a reference to a Secret',
      lines(
        workload({
          container: { env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] },
        }),
      ),
    ],
    [
      'the name of a Secret',
      lines(workload({ container: { env: [{ name: 'DB_SECRET', value: 'db' }] } }), {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'db', namespace: 'shop' },
      }),
    ],
  ],
});

it('env/credential does not repeat the credential', () => {
  const text = JSON.stringify(diagnoseText(env('DB_PASSWORD', 'hunter2')).map(({ message, fix }) => [message, fix]));
  expect(text).toContain('DB_PASSWORD');
  expect(text).not.toContain('hunter2');
});

const db = (image: string, container: object = {}, more: object = {}) =>
  lines(workload({ container: { image, ...container }, ...more }));
const needs = (image: string, names: string) =>
  `${CONTAINER}:1: the image ${image} does not start without one of ${names} → set ${names.split(',')[0]} from a Secret: valueFrom: { secretKeyRef: { name: …, key: … } }`;
const POSTGRES = 'POSTGRES_PASSWORD, POSTGRES_HOST_AUTH_METHOD';

describeRule('env/required-missing', {
  finds: [
    ['postgres without a password', db('postgres:17.2'), needs('postgres:17.2', POSTGRES)],
    [
      'the whole name of the same image',
      db('docker.io/library/postgres:17.2', { env: [{ name: 'POSTGRES_USER', value: 'shop' }] }),
      needs('docker.io/library/postgres:17.2', POSTGRES),
    ],
    [
      'mysql with flags and no password',
      db('mysql:8.0', { args: ['--skip-name-resolve'] }),
      needs('mysql:8.0', 'MYSQL_ROOT_PASSWORD, MYSQL_ALLOW_EMPTY_PASSWORD, MYSQL_RANDOM_ROOT_PASSWORD'),
    ],
  ],
  isSilentOn: [
    [
      'a password from a Secret',
      db('postgres:17.2', {
        env: [{ name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }],
      }),
    ],
    ['a password in a file', db('postgres:17.2', { env: [{ name: 'POSTGRES_PASSWORD_FILE', value: '/run/db' }] })],
    ['no password on purpose', db('postgres:17.2', { env: [{ name: 'POSTGRES_HOST_AUTH_METHOD', value: 'trust' }] })],
    ['variables from a ConfigMap or Secret', db('mysql:8.0', { envFrom: [{ secretRef: { name: 'db' } }] })],
    ['a client with a command of its own', db('postgres:17.2', { command: ['psql', '-h', 'db'] })],
    ['a client by its arguments', db('mysql:8.0', { args: ['mysqldump', 'shop'] })],
    ['another image of that name', db('registry.example/postgres:17.2')],
    [
      'an init container, which waits for the database',
      lines(workload({ pod: { initContainers: [{ name: 'wait', image: 'postgres:17.2' }] } })),
    ],
  ],
});

const minio = (name: string, more: object = {}, namespace = 'shop') =>
  lines(
    workload({ container: { env: [{ name, value: '9000' }] }, ...more }),
    service({ name: 'my-minio', namespace, ports: [{ port: 9000 }] }),
  );

describeRule('env/service-link', {
  finds: ['MY_MINIO_PORT', 'MY_MINIO_SERVICE_HOST', 'MY_MINIO_PORT_9000_TCP_ADDR'].map(
    (name) =>
      [
        name,
        minio(name),
        `${CONTAINER}.env[0].name:1: ${name} is also what Kubernetes sets for Service shop/my-minio → take another name, or write enableServiceLinks: false into the spec of the pods`,
      ] as const,
  ),
  isSilentOn: [
    ['a name of its own', minio('MINIO_PORT')],
    ['pods without such variables', minio('MY_MINIO_PORT', { pod: { enableServiceLinks: false } })],
    ['a Service of another namespace', minio('MY_MINIO_PORT', {}, 'other')],
  ],
});
