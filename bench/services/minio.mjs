import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BenchError } from '../shared/errors.mjs';
import { ROOT } from './root.mjs';

const requireOfServer = createRequire(join(ROOT, 'services/history-server/package.json'));

/**
 * A MinIO server with its data in `folder`.
 * @returns `{ pid, endpoint, accessKey, secretKey, read }`; `read` gives the bytes of an object
 * @throws BenchError when there is no binary
 */
export async function startMinio(servers, folder) {
  const file = binary();
  const accessKey = `access-${randomBytes(6).toString('hex')}`;
  const secretKey = `secret-${randomBytes(16).toString('hex')}`;
  const env = { PATH: process.env.PATH, HOME: folder, MINIO_UPDATE: 'off', MINIO_BROWSER: 'off' };
  const command = (port) => ({
    file,
    args: ['server', '--quiet', '--address', `127.0.0.1:${port}`, join(folder, 'minio')],
    env: { ...env, MINIO_ROOT_USER: accessKey, MINIO_ROOT_PASSWORD: secretKey },
  });
  const server = await servers.start({ name: 'MinIO', command });
  await server.answering('/minio/health/ready');

  const { hostname, port, host } = new URL(server.url);
  const { Client } = requireOfServer('minio');
  const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey });
  return {
    pid: server.pid,
    endpoint: host,
    accessKey,
    secretKey,
    read: async (bucket, name) => Buffer.concat(await (await client.getObject(bucket, name)).toArray()),
  };
}

/** The one that the tests build, of the version that they pin. */
function binary() {
  const { MINIO_BIN } = process.env;
  const version = /github\.com\/minio\/minio (v\S+)/.exec(readFileSync(join(ROOT, 'test/minio/go.mod'), 'utf8'))?.[1];
  const file = MINIO_BIN ?? join(ROOT, '.cache', `minio-${version}`, 'minio');
  if (existsSync(file)) return file;
  throw new BenchError(
    `there is no MinIO server at ${file}: build it with "npx jest test/services/history-server/minio-store.test.ts", ` +
      'which needs Go, or set MINIO_BIN to the path of one',
  );
}
