import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../../../services/history-server/src/config';

const MINIO = { MINIO_URI: 'minio:9000', ACCESS_KEY: 'the-access', SECRET_KEY: 'the-secret' };

function minio(env: Record<string, string>) {
  const { store } = readConfig({ ...MINIO, ...env });
  if (!('minio' in store)) throw new Error('not MinIO');
  return store.minio;
}

function complaint(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('it was taken');
}

describe('readConfig', () => {
  it('needs where MinIO is and the two keys, and nothing else', () => {
    expect(readConfig(MINIO)).toEqual({
      host: undefined,
      port: 8080,
      logLevel: 'info',
      bodyLimitBytes: 1048576,
      inFlightMaxBytes: 33554432,
      deadlineMs: 10000,
      cacheMaxBytes: 16777216,
      cacheMaxAgeMs: 0,
      keepAliveMs: 75000,
      drainMs: 5000,
      stopTimeoutMs: 20000,
      store: {
        minio: {
          host: 'minio',
          port: 9000,
          tls: false,
          accessKey: 'the-access',
          secretKey: 'the-secret',
          bucket: 'price-data',
          region: 'us-east-1',
          timeoutMs: 3000,
          maxSockets: 32,
        },
      },
    });
  });

  it('keeps prices in a folder when DATA_DIR is given', () => {
    expect(readConfig({ DATA_DIR: 'prices' }).store).toEqual({ dataDir: 'prices' });
  });

  it.each([
    ['minio:9000', { host: 'minio', port: 9000, tls: false }],
    ['minio:9000/', { host: 'minio', port: 9000, tls: false }],
    ['http://minio:9000', { host: 'minio', port: 9000, tls: false }],
    ['http://minio:9000/', { host: 'minio', port: 9000, tls: false }],
    ['HTTP://minio:9000', { host: 'minio', port: 9000, tls: false }],
    ['http://minio', { host: 'minio', port: 80, tls: false }],
    ['minio:80', { host: 'minio', port: 80, tls: false }],
    ['https://minio.example.com', { host: 'minio.example.com', port: 443, tls: true }],
    ['https://minio.example.com:9443', { host: 'minio.example.com', port: 9443, tls: true }],
    ['minio.production.svc.cluster.local:9000', { host: 'minio.production.svc.cluster.local', port: 9000, tls: false }],
    ['10.0.0.7:9000', { host: '10.0.0.7', port: 9000, tls: false }],
    ['http://[::1]:9000', { host: '::1', port: 9000, tls: false }],
  ])('reads MINIO_URI %s', (MINIO_URI, expected) => {
    expect(minio({ MINIO_URI })).toMatchObject(expected);
  });

  it.each([
    '',
    'minio',
    'minio:',
    'minio:99999',
    'ftp://minio:9000',
    'tcp://10.0.0.7:9000',
    'http://',
    'http://minio:9000/x',
    'http://minio:9000?x',
    'a b:9000',
    'mi$nio:9000',
  ])('refuses MINIO_URI %j', (MINIO_URI) => {
    expect(complaint({ ...MINIO, MINIO_URI })).toMatch(/- MINIO_URI .*must .*minio:9000/);
  });

  it('reports every problem in one message', () => {
    const message = complaint({
      PORT: 'eighty',
      LOG_LEVEL: 'loud',
      BUCKET: 'No',
      CACHE_MAX_AGE_SECONDS: '-1',
      SECRET_KEY: '',
    });
    expect(message.split('\n')).toEqual([
      'the environment is not right:',
      expect.stringMatching(/PORT is "eighty": it must be a whole number \(port\) from 0 to 65535/),
      expect.stringMatching(/LOG_LEVEL is "loud": it must be one of .*info/),
      expect.stringMatching(/CACHE_MAX_AGE_SECONDS is "-1": it must be a number of seconds from 0 to 3600/),
      expect.stringMatching(/MINIO_URI is missing, as in minio:9000 \(or set DATA_DIR\)/),
      expect.stringMatching(/ACCESS_KEY is missing/),
      expect.stringMatching(/SECRET_KEY must not be empty/),
      expect.stringMatching(/BUCKET is "No": it must be a bucket name/),
    ]);
  });

  it.each([
    [{ ...MINIO, DATA_DIR: 'prices' }, /DATA_DIR and MINIO_URI are both set/],
    [{ DATA_DIR: '' }, /DATA_DIR is empty/],
    [{ ...MINIO, PORT: '8080.5' }, /PORT/],
    [{ ...MINIO, PORT: '' }, /PORT/],
    [{ ...MINIO, PORT: '0x50' }, /PORT/],
    [{ ...MINIO, MINIO_TIMEOUT_SECONDS: 'Infinity' }, /MINIO_TIMEOUT_SECONDS/],
    [{ ...MINIO, BODY_LIMIT_BYTES: '3000000' }, /BODY_LIMIT_BYTES is "3000000": it must .* from 1024 to 2097152/],
    [{ ...MINIO, STORE_DEADLINE_SECONDS: '0' }, /STORE_DEADLINE_SECONDS/],
    [{ ...MINIO, IN_FLIGHT_MAX_BYTES: '5000' }, /IN_FLIGHT_MAX_BYTES is 5000, .*BODY_LIMIT_BYTES \(1048576\)/],
    [{ ...MINIO, BUCKET: '10.0.0.7' }, /BUCKET/],
    [{ ...MINIO, BUCKET: 'a..b' }, /BUCKET/],
  ])('refuses %j', (env, expected) => {
    expect(complaint(env)).toMatch(expected);
  });

  it('lets requests end before the server that stops cuts them off', () => {
    const { deadlineMs, stopTimeoutMs } = readConfig(MINIO);
    expect(deadlineMs + minio({}).timeoutMs).toBeLessThan(stopTimeoutMs);
  });

  it('never reads what Kubernetes puts into the environment for a Service called minio', () => {
    const links = {
      MINIO_PORT: 'tcp://10.0.0.7:9000',
      MINIO_PORT_9000_TCP: 'tcp://10.0.0.7:9000',
      MINIO_SERVICE_HOST: '10.0.0.7',
      MINIO_SERVICE_PORT: '9000',
      HISTORY_SERVER_PORT: 'tcp://10.0.0.8:80',
    };
    expect(readConfig({ ...MINIO, ...links })).toEqual(readConfig(MINIO));
  });

  it.each([
    { ...MINIO, MINIO_URI: 'http://root:hush-hush@minio:9000' },
    { ...MINIO, MINIO_URI: 'ftp://root:hush-hush@minio' },
    { ...MINIO, SECRET_KEY: 'hush-hush\n' },
    { ...MINIO, ACCESS_KEY: ' hush-hush' },
  ])('shows no credential in its complaint', (env) => {
    expect(complaint(env)).not.toContain('hush-hush');
  });

  it('is documented variable by variable, with its defaults, in the README', () => {
    const path = join(__dirname, '../../../services/history-server');
    const names = [...readFileSync(join(path, 'src/config.ts'), 'utf8').matchAll(/^ {2}([A-Z_]{4,}):/gm)].map(
      ([, name]) => name,
    );
    const table = [...readFileSync(join(path, 'README.md'), 'utf8').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(
      ([, name]) => name,
    );
    expect(names.length).toBeGreaterThan(10);
    expect(table.sort()).toEqual([...names, 'DATA_DIR'].sort());
  });
});
