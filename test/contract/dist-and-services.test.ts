import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { readConfig as readServerConfig } from '../../services/history-server/src/config';
import { readConfig as readFetcherConfig } from '../../services/price-fetcher/src/config';
import { ExitCode } from '../../services/price-fetcher/src/exit-codes';
import { ServerProcess } from '../services/history-server/support';
import { BuiltCli } from '../services/price-fetcher/built-cli';
import { EleringStandIn } from '../services/price-fetcher/elering-stand-in';
import { freePort } from '../support/free-port';
import { describeWithOwnMinio, MINIO_TIMEOUT_MS, MinioServer } from '../support/minio-server';
import { type Manifest, pick } from '../support/synth';

/** What dist/ says, and nothing repeated here. */
const manifests = loadAll(readFileSync(join(__dirname, '../../dist/price-history.k8s.yaml'), 'utf8')) as Manifest[];
const serverPod = pick(manifests, 'Deployment').spec.template.spec;
const fetcherJob = pick(manifests, 'CronJob').spec.jobTemplate.spec;
const [server] = serverPod.containers;
const [fetcher] = fetcherJob.template.spec.containers;
const pods: Manifest[] = [serverPod, pick(manifests, 'StatefulSet').spec.template.spec];
const namespace = pick(manifests, 'Deployment').metadata.namespace;

const DAY = '2026-03-29'; // the clocks change: 92 quarters of an hour

/** A container's variables, with the Secrets' values in place. */
function environment(container: Manifest, secrets: Record<string, Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    (container.env as Manifest[]).map(({ name, value, valueFrom }) => [
      name,
      value ?? secrets[valueFrom.secretKeyRef.name]?.[valueFrom.secretKeyRef.key],
    ]),
  );
}

/** Each name and port of a Service, and where it leads: to the process that stands for the pod with the target port. */
function network(processes: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    manifests
      .filter(({ kind, spec }) => kind === 'Service' && spec.clusterIP !== 'None')
      .flatMap(({ metadata, spec }) =>
        (spec.ports as Manifest[]).flatMap(({ port, targetPort }) =>
          [metadata.name, `${metadata.name}.${metadata.namespace}.svc.cluster.local`].map((name): [string, number] => [
            `${name}:${port}`,
            processes[`${metadata.name}:${targetPort}`]!,
          ]),
        ),
      ),
  );
}

function inPod(env: Record<string, string>, services: Record<string, number>, listens: Record<number, number> = {}) {
  const hook = join(__dirname, 'pod-network.cjs');
  return { ...env, NODE_OPTIONS: `--require ${hook}`, POD_NETWORK: JSON.stringify({ services, listens }) };
}

describeWithOwnMinio('the services, as dist/ starts them', () => {
  let minio: MinioServer;
  let running: ServerProcess;
  let cli: BuiltCli;
  let services: Record<string, number>;
  let url: string;
  const elering = new EleringStandIn();

  beforeAll(async () => {
    minio = await MinioServer.start();
    cli = new BuiltCli();
    await elering.start();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    services = network({ 'minio:9000': minio.port, [`history-server:${server.ports[0].containerPort}`]: port });
    const { ACCESS_KEY, SECRET_KEY } = minio.access;
    const env = environment(server, { 'minio-secret': { ACCESS_KEY, SECRET_KEY } });
    running = ServerProcess.launch(inPod(env, services, { [server.ports[0].containerPort]: port }));
  }, MINIO_TIMEOUT_MS);

  afterAll(async () => {
    cli?.remove();
    await Promise.all([elering.stop(), running?.stop(), minio?.stop()]);
  });

  function fetchDay(changes: Record<string, string | undefined> = {}, day = DAY) {
    const env = { ...environment(fetcher, {}), ELERING_URI: elering.uri, RETRY_WAIT_SECONDS: '0.01', ...changes };
    const given = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return cli.run({ args: ['--day', day], env: inPod(Object.fromEntries(given), { ...services }) });
  }

  it('the history server passes its probes', async () => {
    for (const probe of [server.startupProbe, server.livenessProbe, server.readinessProbe]) {
      expect(server.ports.map(({ containerPort }: Manifest) => containerPort)).toContain(probe.httpGet.port);
      let status = 0;
      for (let tries = 0; status !== 200 && tries < 300; tries++) {
        status = await fetch(url + probe.httpGet.path).then(
          (answer) => answer.status,
          () => 0,
        );
        if (status !== 200) await new Promise((later) => setTimeout(later, 100));
      }
      expect({ path: probe.httpGet.path, status }).toEqual({ path: probe.httpGet.path, status: 200 });
    }
  }, 60_000);

  it('the fetcher fills a day through the Services, and it is read back', async () => {
    const { code, stderr } = await fetchDay();
    expect({ code, stderr }).toMatchObject({ code: ExitCode.DONE });
    const answer = await fetch(`${url}/api/prices?day=${DAY}`);
    expect(answer.status).toBe(200);
    const records = (await answer.json()) as { estonian_time: string }[];
    expect(records).toHaveLength(92);
    expect(records[0]!.estonian_time).toBe(`${DAY}T00:00:00+02:00`);
    expect(records.at(-1)!.estonian_time).toBe(`${DAY}T23:45:00+03:00`);
  }, 60_000);

  it('the fetcher ends with codes on which dist/ fails the Job at once', async () => {
    const { values } = fetcherJob.podFailurePolicy.rules[0].onExitCodes;
    elering.failNext('partial');
    const unpublished = await fetchDay({}, '2026-03-30');
    const misconfigured = await fetchDay({ HISTORY_SERVER_URI: undefined });
    expect([unpublished.code, misconfigured.code]).toEqual([ExitCode.NOT_PUBLISHED, ExitCode.BAD_CONFIG]);
    expect(values).toEqual(expect.arrayContaining([unpublished.code, misconfigured.code]));
    expect(values).not.toContain(ExitCode.HISTORY_SERVER_FAILED);
    expect(values).not.toContain(ExitCode.ELERING_FAILED);
  }, 60_000);

  it('an address that no Service has leads nowhere', async () => {
    const wrong = { HISTORY_SERVER_URI: `http://history-server.${namespace}.svc.cluster.local:8080`, RETRIES: '0' };
    const { code, stderr } = await fetchDay(wrong);
    expect(code).toBe(ExitCode.HISTORY_SERVER_FAILED);
    expect(stderr).toContain(`no Service history-server.${namespace}.svc.cluster.local:8080`);
  }, 60_000);
});

describe('times in dist/ and in the services', () => {
  const defaults = readServerConfig({ MINIO_URI: 'minio:9000', ACCESS_KEY: 'a', SECRET_KEY: 'b' });

  it('a history server has the time to drain before the kubelet kills it', () => {
    const grace = (serverPod.terminationGracePeriodSeconds ?? 30) * 1000;
    expect(defaults.drainMs + defaults.stopTimeoutMs).toBeLessThan(grace);
  });

  it('a fetcher gives up before its Job is killed', () => {
    const { deadlineSeconds } = readFetcherConfig(environment(fetcher, {}), {}, new Date());
    expect(deadlineSeconds).toBeLessThan(fetcherJob.activeDeadlineSeconds);
  });

  it('no pod gets the variables of Services, which a service could mistake for its own', () => {
    for (const pod of [...pods, fetcherJob.template.spec]) expect(pod.enableServiceLinks).toBe(false);
  });
});
