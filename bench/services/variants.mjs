import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BenchError } from '../shared/errors.mjs';
import { run } from '../synth/process.mjs';
import { filesBytes } from './files.mjs';
import { pythonPeer } from './python.mjs';
import { ROOT } from './root.mjs';

const HOST = '127.0.0.1';
const SERVER = join(ROOT, 'services/history-server');
const PEERS = join(ROOT, 'bench/peers');
const requireOfServer = createRequire(join(SERVER, 'package.json'));

/**
 * All that is compared, in the order of the tables.
 * @returns variants: `command` of a port and the MinIO server; `workloads`, which they take part in; `bucket`, where they
 * keep days, if they do; `version`, `bytes` (size of the code beside Node or Python); or `missing`, why there is none
 */
export async function prepareVariants({ folder, days, log, signal }) {
  log('bundling the history server');
  const build = { file: 'npm', args: ['run', '-s', 'build', '--workspace', 'services/history-server'] };
  await run(build, { cwd: ROOT, signal, name: 'npm run build' });
  const bodyFile = join(folder, 'body.json');
  writeFileSync(bodyFile, days[0].bytes);

  const [oneDay, reads, writes] = days.workloads.map(({ name }) => name);
  const env = { PATH: process.env.PATH, HOME: folder };
  const historyServer = (bucket, settings, workloads) => ({
    bucket,
    workloads,
    version: `gridwall ${requireOfServer('./package.json').version}`,
    bytes: shippedBytes(),
    command: (port, { endpoint, accessKey, secretKey }) => ({
      file: process.execPath,
      args: [...nodeFlags(), 'lib/server.js'],
      cwd: SERVER,
      env: {
        ...env,
        ...settings,
        HOST,
        PORT: port,
        MINIO_URI: endpoint,
        ACCESS_KEY: accessKey,
        SECRET_KEY: secretKey,
        BUCKET: bucket,
      },
    }),
  });
  const python = (name, peer, workloads, args) => {
    const bucket = name.replaceAll(/\W+/g, '-');
    return {
      name,
      ...peer,
      bucket,
      workloads,
      command: (port, { endpoint, accessKey, secretKey }) => ({
        file: peer.python,
        args: ['-m', ...args(port)],
        cwd: PEERS,
        env: {
          ...env,
          PYTHONPYCACHEPREFIX: join(ROOT, '.cache/bench/pycache'),
          MINIO_ENDPOINT: endpoint,
          ACCESS_KEY: accessKey,
          SECRET_KEY: secretKey,
          BUCKET: bucket,
        },
      }),
    };
  };

  const fastapi = await pythonPeer('fastapi', { log, signal });
  const flask = await pythonPeer('flask', { log, signal });
  // Idle connections live as long as the history server's.
  const uvicorn = (app) => (port) => {
    const listen = ['--host', HOST, '--port', port, '--timeout-keep-alive', '75'];
    return ['uvicorn', app, ...listen, '--no-access-log'];
  };
  return [
    { name: 'gridwall', ...historyServer('gridwall', {}, [oneDay, reads, writes]) },
    {
      name: 'gridwall, 1 s stale',
      ...historyServer('gridwall-stale', { CACHE_MAX_AGE_SECONDS: '1' }, [oneDay, reads]),
    },
    {
      name: 'koa, from memory',
      workloads: [oneDay],
      version: `koa ${requireOfServer('koa/package.json').version}`,
      command: (port) => ({
        file: process.execPath,
        args: [join(PEERS, 'koa.cjs')],
        env: { ...env, HOST, PORT: port, BODY_FILE: bodyFile },
      }),
    },
    python('fastapi', fastapi, [oneDay, reads, writes], uvicorn('fastapi_app:app')),
    python('fastapi, bytes', fastapi, [oneDay, reads], uvicorn('fastapi_bytes:app')),
    python('flask', flask, [oneDay, reads, writes], (port) => {
      const workers = ['--worker-class', 'gthread', '--workers', '2', '--threads', '8'];
      return ['gunicorn', 'flask_app:app', '--bind', `${HOST}:${port}`, '--keep-alive', '75', ...workers];
    }),
  ];
}

/** Those that the image starts Node with. */
function nodeFlags() {
  const command = /^CMD (\[.*\])$/m.exec(readFileSync(join(SERVER, 'Dockerfile'), 'utf8'))?.[1];
  if (!command) throw new BenchError('services/history-server/Dockerfile: no CMD with a list of arguments');
  return JSON.parse(command).slice(0, -1);
}

/** What the image adds to Node. */
function shippedBytes() {
  const own = ['lib', 'page'].map((name) => join(SERVER, name));
  const uplot = ['uPlot.iife.min.js', 'uPlot.min.css'].map((name) => requireOfServer.resolve(`uplot/dist/${name}`));
  return [...own, ...uplot].reduce((total, path) => total + filesBytes(path), 0);
}
