/** The checks, in namespaces of their own: started by cluster.mjs, with the path of a MinIO server. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { check, conclude } from '../../images/report.mjs';
import { distributedMinio } from './manifests.mjs';
import { Network } from './network.mjs';
import { Server, until } from './server.mjs';

/** 200 where enough servers have found each other to write, 503 where not. */
const QUORUM = '/minio/health/cluster';
const BUCKET = 'price-data';
const REGION = 'us-east-1';
const SILENCE_MS = 10_000;
/** What a server says, and no more, while it finds no others. */
const WAITS = /Waiting for at least \d+ remote servers|servers are currently offline or unreachable/;

const { Client } = createRequire(resolve(import.meta.dirname, '../../../services/history-server/package.json'))(
  'minio',
);

const [binary, report] = process.argv.slice(2);
const secret = { ACCESS_KEY: randomBytes(8).toString('hex'), SECRET_KEY: randomBytes(16).toString('hex') };
const minio = distributedMinio(secret);

function clientOf({ url }) {
  const { hostname, port } = new URL(url);
  const access = { accessKey: secret.ACCESS_KEY, secretKey: secret.SECRET_KEY };
  return new Client({
    endPoint: hostname,
    port: Number(port),
    useSSL: false,
    region: REGION,
    retryOptions: { disableRetry: true },
    ...access,
  });
}

const all = (servers, action) => Promise.all(servers.map(action));
const write = (server, name, content) => clientOf(server).putObject(BUCKET, name, content);
const read = async (server, name) => text(await clientOf(server).getObject(BUCKET, name));

/** Whether it takes an object. It tries for minutes where the others say nothing, so that its silence is a no. */
async function takes(server, name) {
  const url = await clientOf(server).presignedPutObject(BUCKET, name);
  const request = { method: 'PUT', body: 'prices', signal: AbortSignal.timeout(SILENCE_MS) };
  return fetch(url, request).then(
    ({ ok }) => ok,
    () => false,
  );
}
/** In a file system that is gone with the namespace. */
function workFolder() {
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', '/run']);
  const folder = '/run/minio';
  mkdirSync(folder);
  return folder;
}

async function main() {
  const folder = workFolder();
  const network = new Network();
  const hosts = join(folder, 'hosts');
  const pods = minio.podHosts.map((host, i) => ({ name: `minio-${i}`, host, address: network.add(`minio-${i}`) }));
  writeFileSync(hosts, ['127.0.0.1 localhost', ...pods.map(({ address, host }) => `${address} ${host}`)].join('\n'));
  const make = (round) =>
    pods.map(
      ({ name, address }) =>
        new Server(minio, {
          ...{ name, address, hosts, binary },
          root: join(folder, `${name}-root`),
          volume: join(folder, `${name}-${round}`),
        }),
    );

  await check('the servers are started with the names that DNS has for them before they are ready', () => {
    assert.deepEqual(minio.hosts, minio.podHosts);
    assert.equal(minio.isKnownBeforeReady, true);
  });

  await check('apart from each other, none of them serves, whatever their probes say', async () => {
    network.letMembersMeet(false);
    const servers = make('apart');
    for (const server of servers) server.start();
    await all(servers, (server) =>
      until(
        `${server.at.name} waits for others`,
        () => WAITS.test(server.output),
        () => server.lastWords,
      ),
    );
    await all(servers, (server) => server.answering(minio.readyPath, 200));
    const states = await all(servers, (server) => server.status(QUORUM));
    assert.ok(
      states.every((status) => status !== 200),
      `${QUORUM} says ${states}`,
    );
    await all(servers, (server) => assert.rejects(clientOf(server).makeBucket(BUCKET, REGION)));
    await all(servers, (server) => server.remove());
  });

  const servers = make('together');
  const [first, second, , last] = servers;
  const isFormed = await check('let to each other as the policy of the chart says, they form one MinIO', async () => {
    network.letMembersMeet(minio.admitsMembers);
    for (const server of servers) server.start();
    await all(servers, (server) => server.answering(minio.readyPath, 200));
    await all(servers, (server) => server.answering(QUORUM, 200));
  });
  if (!isFormed) return;

  await check('what is written through one is read through every other', async () => {
    await clientOf(first).makeBucket(BUCKET, REGION);
    await write(first, 'day', 'prices');
    assert.deepEqual(
      await all(servers, (server) => read(server, 'day')),
      servers.map(() => 'prices'),
    );
  });

  await check('one that is lost keeps the others neither from reading nor from writing', async () => {
    await last.kill();
    await write(first, 'without-one', 'prices');
    assert.deepEqual(await all([first, second], (server) => read(server, 'without-one')), ['prices', 'prices']);
  });

  await check('one that comes back serves what was written meanwhile', async () => {
    last.start();
    await last.answering(QUORUM, 200);
    assert.equal(await read(last, 'without-one'), 'prices');
  });

  await check('cut off from each other, as by a policy for clients alone, they write no more', async () => {
    network.letMembersMeet(false);
    await all(servers, (server) => server.answering(QUORUM, 503));
    assert.deepEqual(
      await all(servers, (server) => takes(server, 'cut')),
      servers.map(() => false),
    );
  });

  await check('let to each other again, they go on', async () => {
    network.letMembersMeet(true);
    await all(servers, (server) => server.answering(QUORUM, 200));
    await until('a write', () => takes(second, 'again'));
    assert.deepEqual(
      await all(servers, (server) => read(server, 'again')),
      servers.map(() => 'prices'),
    );
  });
}

const problems = [];
await main().catch((error) => problems.push(error));
conclude(problems, report);
process.exit();
