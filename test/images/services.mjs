/** Both services in containers, MinIO and a stand-in of Elering beside them. */
import { deepStrictEqual as equal, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { memoryLimit, podmanArguments } from './pod.mjs';
import { CouldNotRun, check, Skipped } from './report.mjs';
import { memoryLimitOf, sandboxOf } from './sandbox.mjs';

/** Kubernetes' own, where a Pod spec has none. */
const GRACE_SECONDS = 30;
/** More than a fetcher's run ever takes. */
const RUN_SECONDS = 120;

/** Containers use the network of this machine. */
export async function portMustBeFree(port) {
  const probe = createServer().listen(port);
  try {
    await once(probe, 'listening');
  } catch (error) {
    throw new CouldNotRun(`the history server needs port ${port} of this machine: ${error.message}`);
  } finally {
    probe.close();
  }
}

/** From the other tests, which expect jest's `describe`; here it only tells whether MinIO is to be had. */
export async function standIns(folder, root) {
  // The Pod spec names no bucket, so prices must not go to a server of others.
  delete process.env.MINIO_URI;
  const outfile = join(folder, 'stand-ins.cjs');
  await build({
    entryPoints: [join(root, 'test/images/stand-ins.ts')],
    bundle: true,
    platform: 'node',
    outfile,
    define: { __dirname: JSON.stringify(join(root, 'test/support')), describe: '{"skip":false}' },
  });
  const loaded = createRequire(import.meta.url)(outfile);
  if (!loaded.describeWithOwnMinio)
    throw new CouldNotRun('no MinIO: install Go 1.26 or newer to build it, or set MINIO_BIN to a MinIO server');
  return loaded;
}

export async function checkServices(containers, serverPod, fetcherPod, others, closing) {
  const { EleringStandIn, MinioServer, priceAt } = others;
  const minio = await MinioServer.start();
  closing.push(() => minio.stop());
  const elering = new EleringStandIn();
  await elering.start();
  closing.push(() => elering.stop());

  const [server] = serverPod.containers;
  const url = `http://127.0.0.1:${server.ports[0].containerPort}`;
  const { MINIO_URI, ...secret } = minio.access;
  const id = await containers.podman('create', '--pull=never', ...podmanArguments(serverPod, secret, { MINIO_URI }));
  await containers.podman('start', id);
  const pid = await containers.podman('inspect', '--format={{.State.Pid}}', id);

  const ready = await check('the history server becomes ready and passes its probes', async () => {
    for (const { httpGet } of [server.startupProbe, server.readinessProbe, server.livenessProbe]) {
      const { failureThreshold, periodSeconds } = server.startupProbe;
      for (let tries = 1; (await status(`http://127.0.0.1:${httpGet.port}${httpGet.path}`)) !== 200; tries++) {
        const running = await containers.podman('inspect', '--format={{.State.Running}}', id);
        if (running !== 'true' || tries === failureThreshold)
          throw new Error(`no 200 from ${httpGet.path}; the log:\n${await containers.podman('logs', id)}`);
        await sleep(periodSeconds * 1000);
      }
    }
  });
  if (!ready) return;
  await check("it has the Pod spec's user and group, no capability, no way to more, no root to write on", () => {
    const { runAsUser: user, runAsGroup: group } = serverPod.securityContext;
    equal(sandboxOf(pid), { user, group, capabilities: 0, noNewPrivileges: true, seccomp: true, readOnlyRoot: true });
  });
  await check("its memory has the Pod spec's limit", () => {
    const limit = memoryLimitOf(pid);
    if (limit === undefined) throw new Skipped('this machine can not limit memory');
    equal(limit, memoryLimit(serverPod));
  });
  await check('it serves the page and what the page loads', async () => {
    const page = await (await fetch(`${url}/`)).text();
    const assets = [...page.matchAll(/(?:src|href)="(assets\/[^"]+)"/g)].map(([, path]) => path);
    ok(assets.length > 0, page);
    for (const path of assets) equal([path, await status(`${url}/${path}`)], [path, 200]);
  });

  const addresses = { HISTORY_SERVER_URI: url, ELERING_URI: elering.uri };
  const fetcher = (own) => containers.run(`--timeout=${RUN_SECONDS}`, ...podmanArguments(fetcherPod, {}, own));
  await check('the fetcher brings a day to the history server, where it is read back', async () => {
    const { code, output } = await fetcher(addresses);
    equal(code, 0, output);
    const { days } = await (await fetch(`${url}/api/days`)).json();
    equal(days.length, 1);
    const records = await (await fetch(`${url}/api/prices?day=${days[0]}`)).json();
    ok(records.length > 0);
    for (const { timestamp, price } of records) equal(price, priceAt(timestamp));
  });
  await check('the fetcher ends with 78 and a reason when a setting is wrong', async () => {
    const { code, output } = await fetcher({ ...addresses, AREA: 'atlantis' });
    equal(code, 78, output);
    ok(output.includes('AREA'), output);
  });
  await check('the history server ends with 0 within its grace period after SIGTERM', async () => {
    await containers.podman('stop', `--time=${serverPod.terminationGracePeriodSeconds ?? GRACE_SECONDS}`, id);
    equal(await containers.podman('inspect', '--format={{.State.ExitCode}}', id), '0');
  });
}

/** Of the answer, read to its end; 0 where there is none. */
async function status(url) {
  try {
    const answer = await fetch(url);
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}
