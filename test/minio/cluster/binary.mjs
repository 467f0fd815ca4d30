import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CouldNotRun } from '../../images/report.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The server of the version that test/minio/go.mod pins, which the tests of the services build, or that of MINIO_BIN. */
export function minioBinary() {
  const version = /github\.com\/minio\/minio (v\S+)/.exec(readFileSync(resolve(ROOT, 'test/minio/go.mod'), 'utf8'))[1];
  const file = resolve(process.env.MINIO_BIN ?? resolve(ROOT, '.cache', `minio-${version}`, 'minio'));
  if (existsSync(file)) return file;
  throw new CouldNotRun(
    `there is no MinIO server at ${file}: build it with "npx jest test/services/history-server/minio-store.test.ts", ` +
      'which takes Go, or set MINIO_BIN to the path of one',
  );
}
