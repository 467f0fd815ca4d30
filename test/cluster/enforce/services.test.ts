import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode } from '../../../services/price-fetcher/src/exit-codes';
import { priceAt } from '../../services/price-fetcher/elering-stand-in';
import { minioBinary } from '../../support/minio-server';
import { Live } from '../state/live';
import { type KubeObject, System } from '../state/system';
import { resolve } from './attempts';
import { type Bundles, bundle } from './bundles';
import { Cases } from './cases';
import { startClusterDns } from './cluster-dns';
import { argumentsOf, variablesOf } from './container';
import { fetchFrom } from './http';
import { Lab, type LabPod, nameOf, until } from './lab';
import { CLUSTER_DNS, EDGES, FETCHER_POLICY, NEIGHBOURS, OUTSIDE, podOfJob } from './neighbours';
import type { Ended } from './network-namespace';

const MINUTES = 60_000;
const PROTOCOLS = ['UDP', 'TCP'] as const;
const dist = System.of(
  ...['00-namespaces', 'price-history', 'echo-demo', 'price-history-large', 'gallery/three-tier', 'gallery/zero-trust'],
);
const system = new System([...CLUSTER_DNS, ...dist.objects, ...NEIGHBOURS, ...EDGES, FETCHER_POLICY]);
const outside = Object.values(OUTSIDE);
const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { namespace: 'production', name: 'minio-secret' },
  stringData: { ACCESS_KEY: randomBytes(8).toString('hex'), SECRET_KEY: randomBytes(16).toString('hex') },
};

describe('programs in the networks of their pods', () => {
  let lab: Lab;
  let live: Live;
  let cases: Cases;

  beforeAll(async () => {
    lab = await Lab.start(outside);
    await lab.apply([...system.objects, secret, ...dist.ofKind('CronJob').map(podOfJob)]);
    await lab.joinPods();
    await startClusterDns(lab);
    await lab.enforce('reject');
    live = await Live.read(lab.plane.kubectl);
    cases = new Cases(system.network, live, lab, outside);
  }, 5 * MINUTES);
  afterAll(() => lab?.stop());

  describe('names, looked up with CoreDNS through its Service', () => {
    const expected = (pod: LabPod, protocol: string) =>
      cases.ask(pod, `kube-system/kube-dns[Service]:53/${protocol}`).verdict;

    it.each(
      PROTOCOLS,
    )('are found over %s by the pods that network/ lets reach it, and by no others', async (protocol) => {
      const names = ['kube-dns.kube-system', 'minio.production.svc.cluster.local.'];
      const found = await Promise.all(
        lab.pods.map(async (pod) => {
          const outcomes = await resolve(
            pod.network,
            names.map((to) => ({ protocol, to })),
          );
          return [nameOf(pod.object), outcomes.map(({ answer, error }) => answer ?? error)] as const;
        }),
      );
      const [dns, minio] = ['kube-system/kube-dns', 'production/minio'].map(addressOf);
      const wanted = lab.pods.map((pod) => {
        const isAllowed = expected(pod, protocol) === 'allowed';
        return [nameOf(pod.object), isAllowed ? [dns, minio] : ['prohibited', 'prohibited']];
      });
      expect(found).toEqual(wanted);
      // Left open by network/, and denied by cyclonus: its policy lets it out to a block that has the pods in it.
      const open = lab.pods.filter((pod) => !['allowed', 'denied'].includes(expected(pod, protocol)));
      expect(open.map(({ object }) => nameOf(object))).toEqual(['edges/by-block']);
    });

    it('are found by UDP alone where a policy forgets TCP', () => {
      const pod = lab.pod('edges/udp-only');
      expect(PROTOCOLS.map((protocol) => expected(pod, protocol))).toEqual(['allowed', 'denied']);
    });

    it('are, for each Service, its address, or those of its pods where it is headless', async () => {
      const { services } = system.network.cluster;
      const to = services.map(({ namespace, name }) => `${name}.${namespace}.svc.cluster.local.`);
      const outcomes = await resolve(
        lab.pod('production/stranger').network,
        to.map((one) => ({ protocol: 'UDP', to: one })),
      );
      expect(outcomes.map(({ answer = '' }) => answer.split(' ').sort())).toEqual(
        services.map(({ namespace, name }) => addressesOf(`${namespace}/${name}`)),
      );
    });

    it('are, for each pod of a StatefulSet, its address', async () => {
      const pods = lab.pods.filter(({ object }) => live.topOwner(object).kind === 'StatefulSet');
      const to = pods.map(
        ({ object: { metadata, spec } }) => `${metadata.name}.${spec.subdomain}.${metadata.namespace}`,
      );
      const outcomes = await resolve(
        lab.pod('production/stranger').network,
        to.map((one) => ({ protocol: 'TCP', to: one })),
      );
      expect(pods.length).toBeGreaterThan(1);
      expect(outcomes.map(({ answer }) => answer)).toEqual(pods.map(({ address }) => address));
    });

    it('are none that there is no Service of', async () => {
      const [outcome] = await resolve(lab.pod('production/stranger').network, [
        { protocol: 'UDP', to: 'nobody.production.svc.cluster.local.' },
      ]);
      expect(outcome).toEqual({ error: 'no such name' });
    });
  });

  describe('price-history, behind policies that drop what they do not allow', () => {
    let programs: Bundles;
    let servers: LabPod[];
    let day: string;

    beforeAll(async () => {
      programs = await bundle(lab.folder);
      await lab.enforce('drop');
      for (const address of [OUTSIDE.admitted, OUTSIDE.excepted]) {
        lab.outside.launch(address, [...programs.priceSource, address]);
        await until('prices are to be had', async () => (await lab.outside.said(address)).includes('ready'));
      }
      const minio = lab.pod('production/minio-0');
      const data = join(lab.folder, 'minio-data');
      await mkdir(data);
      const command = [await minioBinary(), ...argumentsOf(minio.object, { '/data': data })];
      minio.network.launch('minio', command, { HOME: data, ...variablesOf(minio.object, live) });
      servers = lab.pods.filter(({ object }) => nameOf(object).startsWith('production/history-server-'));
      for (const { network, object } of servers)
        network.launch('history-server', programs.historyServer, variablesOf(object, live));
    }, 15 * MINUTES); // a first run builds MinIO

    it('has every pod pass the probes that its node makes', async () => {
      const probed = [lab.pod('production/minio-0'), ...servers];
      const urls = probed.flatMap(({ object, address }) =>
        ['startupProbe', 'readinessProbe', 'livenessProbe'].map((probe) => {
          const { port, path } = object.spec.containers[0][probe].httpGet;
          return `http://${address}:${port}${path}`;
        }),
      );
      for (const url of urls)
        await until(`${url} answers`, async () => (await fetchFrom(lab.node, url)).status === 200);
      expect(urls).toHaveLength(9);
    });

    it('lets the fetcher bring a day of prices, with the names and the ways that its pod has', async () => {
      const { code, stderr } = await fetchPrices(OUTSIDE.admitted);
      expect({ code, stderr }).toMatchObject({ code: ExitCode.DONE });
      const answer = await fetchFrom(fetcher().network, 'http://history-server/api/days');
      const { days } = JSON.parse(answer.body!);
      expect(days).toHaveLength(1);
      [day] = days;
    });

    it('has the day on each history server, with the prices of the source', async () => {
      expect(servers).toHaveLength(2);
      for (const { address, object } of servers) {
        const { port } = object.spec.containers[0].readinessProbe.httpGet;
        const { status, body } = await fetchFrom(lab.node, `http://${address}:${port}/api/prices?day=${day}`);
        expect(status).toBe(200);
        const records: { price: number; timestamp: number }[] = JSON.parse(body!);
        expect(records.length).toBeGreaterThanOrEqual(92);
        for (const { price, timestamp } of records) expect(price).toBe(priceAt(timestamp));
      }
    });

    it('lets history servers alone reach MinIO: of others nothing comes back', async () => {
      const url = 'http://minio.production:9000/minio/health/live';
      const strangers = ['production/stranger', 'production/price-fetcher-run', 'default/stranger'].map((id) =>
        lab.pod(id),
      );
      for (const server of servers) expect(await fetchFrom(server.network, url)).toMatchObject({ status: 200 });
      const endings = await Promise.all(strangers.map(({ network }) => fetchFrom(network, url)));
      expect(endings).toEqual(strangers.map(() => ({ error: 'TimeoutError' })));
      const verdicts = [...servers, ...strangers].map(
        (pod) => cases.ask(pod, 'production/minio[Service]:9000').verdict,
      );
      expect(verdicts).toEqual(['allowed', 'allowed', 'denied', 'denied', 'denied']);
    });

    it('keeps the fetcher from a source that its policy does not name, where other pods get prices', async () => {
      const path = 'api/nps/price?start=2026-01-01T00:00:00Z&end=2026-01-01T01:00:00Z';
      const url = `http://${OUTSIDE.excepted}/${path}`;
      expect(await fetchFrom(lab.pod('production/stranger').network, url)).toMatchObject({ status: 200 });
      const { code } = await fetchPrices(OUTSIDE.excepted, { RETRIES: '0', ATTEMPT_SECONDS: '5' });
      expect(code).toBe(ExitCode.ELERING_FAILED);
      const verdicts = [OUTSIDE.admitted, OUTSIDE.excepted].map(
        (address) => cases.ask(fetcher(), `${address}:80`).verdict,
      );
      expect(verdicts).toEqual(['allowed', 'denied']);
    });

    function fetcher(): LabPod {
      return lab.pod('production/price-fetcher-run');
    }

    /** A run of the fetcher, as its pod has it, but for where the prices are from. */
    function fetchPrices(source: string, changes: Record<string, string> = {}): Promise<Ended> {
      const env = { ...variablesOf(fetcher().object, live), ELERING_URI: `http://${source}`, ...changes };
      return fetcher().network.try(programs.priceFetcher, '', env);
    }
  });

  function addressOf(service: string): string {
    return live.find(`Service ${service}`).spec.clusterIP;
  }

  function addressesOf(service: string): string[] {
    const address = addressOf(service);
    if (address !== 'None') return [address];
    const [namespace, name] = service.split('/') as [string, string];
    const slices = live.slicesOf(namespace, name);
    return slices.flatMap(({ endpoints }) => endpoints.flatMap((one: KubeObject) => one.addresses)).sort();
  }
});
