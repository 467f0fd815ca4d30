import { describeWithOwnMinio, MINIO_TIMEOUT_MS, MinioServer } from '../../support/minio-server';
import {
  conforming,
  get,
  post,
  quarters,
  ServerProcess,
  type TestServer,
  testServer,
  until,
  untilReady,
} from './support';

const DAY = '2024-10-01';
const BUCKET = 'price-data';
const CLIENTS = 6;

jest.setTimeout(120_000);

describeWithOwnMinio('the history server while MinIO is in trouble', () => {
  let minio: MinioServer;
  let server: TestServer;
  let year = 2000;
  let day: string;

  beforeAll(async () => {
    minio = await MinioServer.start();
  }, MINIO_TIMEOUT_MS);

  beforeEach(async () => {
    day = `${year++}-06-01`;
    server = await testServer({ ...minio.access, MINIO_TIMEOUT_SECONDS: '0.5', MINIO_MAX_SOCKETS: '4' });
    await untilReady(server.url);
  });

  afterEach(() => server.stop());
  afterAll(() => minio.stop());

  /** Clients that each write and read a day of their own, over and over, and note each wrong answer. */
  function load(url: string) {
    const seen = { acknowledged: 0, refused: 0, wrong: [] as string[] };
    const days = new Map<string, Set<string>>();
    let over = false;
    const clients = Array.from({ length: CLIENTS }, async (_, client) => {
      const mine = `${year}-07-0${client + 1}`;
      // What may be read: the last acknowledged body, or one that was sent after it.
      let possible = new Set<string>();
      for (let i = 0; !over; i++) {
        const body = JSON.stringify(quarters(DAY, 96, i));
        possible.add(body);
        const written = await post(url, mine, body);
        await conforming('POST /api/prices', written);
        if (written.status === 200) {
          seen.acknowledged++;
          possible = new Set([body]);
        } else if (written.status === 503) seen.refused++;
        else seen.wrong.push(`POST ${written.status}`);
        days.set(mine, possible);
        const read = await get(url, mine);
        const text = await conforming('GET /api/prices', read);
        if (read.status === 503) seen.refused++;
        else if (read.status !== 200 || !possible.has(text)) seen.wrong.push(`GET ${read.status} ${text.slice(0, 80)}`);
      }
    });
    const more = async (kind: 'acknowledged' | 'refused', count: number) => {
      const target = seen[kind] + count;
      await until(() => seen[kind] >= target || seen.wrong.length > 0);
    };
    const finish = async () => {
      over = true;
      await Promise.all(clients);
      for (const [stored, possible] of days) expect(possible).toContain(await (await get(url, stored)).text());
      return seen;
    };
    return { more, finish };
  }

  it('loses no acknowledged day and gives no wrong answer when MinIO is killed and started again under load', async () => {
    const { more, finish } = load(server.url);
    for (let round = 0; round < 3; round++) {
      await more('acknowledged', 30);
      await minio.kill();
      await more('refused', 10);
      await minio.restart();
      await more('acknowledged', 30);
    }
    expect((await finish()).wrong).toEqual([]);
  });

  it('does the same when MinIO keeps its connections and stops answering', async () => {
    const { more, finish } = load(server.url);
    for (let round = 0; round < 3; round++) {
      await more('acknowledged', 30);
      await minio.pause();
      await more('refused', 6);
      minio.resume();
      await more('acknowledged', 30);
    }
    expect((await finish()).wrong).toEqual([]);
  });

  it.each([
    ['gone', () => minio.kill(), () => minio.restart()],
    ['silent', () => minio.pause(), async () => minio.resume()],
  ] as const)('serves kept days, marked, and refuses the rest while MinIO is %s', async (_, fail, heal) => {
    const body = JSON.stringify(quarters(DAY));
    const etag = (await post(server.url, day, body)).headers.get('ETag') as string;
    await fail();
    try {
      const kept = await get(server.url, day);
      expect(await conforming('GET /api/prices', kept)).toBe(body);
      expect(kept.headers.get('Warning')).toBe('110 - "Response is Stale"');
      expect(kept.headers.get('Age')).toMatch(/^\d+$/);
      expect((await get(server.url, day, { 'If-None-Match': etag })).status).toBe(304);
      const refused = [
        await get(server.url, '1999-01-01'),
        await post(server.url, day, body),
        await post(server.url, day, body, { 'If-Match': etag }),
        await fetch(`${server.url}/api/days`),
      ];
      expect(refused.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
      for (const response of refused) expect(response.headers.get('Retry-After')).toMatch(/^[1-9]\d*$/);
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/^history_store_up 0$/m);
    } finally {
      await heal();
    }
    await until(async () => (await get(server.url, day)).headers.get('Warning') === null);
    const lines = server.log.map((line) => JSON.parse(line).msg);
    expect(lines).toContain('the store can not be reached');
    expect(lines).toContain('the store answers again');
  });

  it('makes the bucket again when it vanishes, and says 404 meanwhile', async () => {
    await post(server.url, day, quarters(DAY));
    await minio.loseBucket(BUCKET);
    expect((await get(server.url, day)).status).toBe(404);
    expect(await (await fetch(`${server.url}/api/days`)).json()).toEqual({ days: [], next: null });
    expect((await post(server.url, day, quarters(DAY))).status).toBe(200);
    expect((await get(server.url, day)).status).toBe(200);
  });

  it('waits for a MinIO that comes up later, and makes the bucket', async () => {
    await minio.loseBucket(BUCKET);
    await minio.kill();
    const early = await testServer({ ...minio.access, MINIO_TIMEOUT_SECONDS: '0.5' });
    expect((await fetch(`${early.url}/readyz`)).status).toBe(503);
    expect((await post(early.url, day, quarters(DAY))).status).toBe(503);
    await minio.restart();
    await untilReady(early.url);
    expect((await get(early.url, day)).status).toBe(404);
    expect((await post(early.url, day, quarters(DAY))).status).toBe(200);
    await early.stop();
  });

  it('is consistent over replicas: a read sees what any of them acknowledged before', async () => {
    // With time enough, so that no answer is the marked, stale one of a store that seems away.
    const replicas = await Promise.all([1, 2].map(() => testServer({ ...minio.access, MINIO_TIMEOUT_SECONDS: '30' })));
    await Promise.all(replicas.map(({ url }) => untilReady(url)));
    try {
      for (let i = 0; i < 50; i++) {
        const writer = replicas[i % 2] as TestServer;
        const reader = replicas[(i + 1) % 2] as TestServer;
        const body = JSON.stringify(quarters(DAY, 96, i));
        const busy = Array.from({ length: 5 }, async () => (await get(reader.url, day)).text());
        expect((await post(writer.url, day, body)).status).toBe(200);
        const read = await get(reader.url, day);
        expect(read.headers.get('Warning')).toBeNull();
        expect(await read.text()).toBe(body);
        await Promise.all(busy);
      }
    } finally {
      await Promise.all(replicas.map((replica) => replica.stop()));
    }
  });

  it('keeps its memory flat over many days and outages', async () => {
    const limits = { CACHE_MAX_BYTES: '500000', MINIO_TIMEOUT_SECONDS: '0.5' };
    const own = await ServerProcess.start({ ...minio.access, ...limits });
    await untilReady(own.url);
    const days = Array.from({ length: 40 }, (_, i) => new Date(Date.UTC(2010, 0, 1 + i)).toISOString().slice(0, 10));
    // Small ones as they come every day, and large ones up to the limit of a body.
    const bodies = [96, 960, 12_000].map((count) => JSON.stringify(quarters(DAY, count)));
    let moved = 0;
    const pass = async () => {
      for (let at = 0; at < days.length; at += 10) {
        const batch = days.slice(at, at + 10);
        const sent = (index: number) => bodies[index % bodies.length] as string;
        const written = await Promise.all(batch.map((stored, index) => post(own.url, stored, sent(index))));
        for (const answer of written)
          expect({ status: answer.status, text: await answer.text() }).toMatchObject({ status: 200 });
        const read = await Promise.all(batch.map(async (stored) => (await get(own.url, stored)).text()));
        expect(read.map(({ length }) => length)).toEqual(batch.map((_, index) => sent(index).length));
        for (const { length } of read) moved += 2 * length;
      }
    };
    const outage = async () => {
      await minio.kill();
      for (let i = 0; i < 5; i++)
        await Promise.all(days.slice(0, 20).map(async (stored) => (await get(own.url, stored)).text()));
      await minio.restart();
      await pass();
    };
    for (let i = 0; i < 2; i++) await pass();
    await outage();
    const before = await own.memory();
    moved = 0;
    for (let i = 0; i < 3; i++) await pass();
    await outage();
    const { inUse } = await own.memory();
    expect(inUse - before.inUse).toBeLessThan(moved / 50);
    const kept = /^history_cache_bytes (\d+)$/m.exec(await (await fetch(`${own.url}/metrics`)).text());
    expect(Number(kept?.[1])).toBeGreaterThan(100_000);
    expect(Number(kept?.[1])).toBeLessThanOrEqual(500_000);
    await own.stop();
  });
});
