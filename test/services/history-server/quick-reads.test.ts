import { request } from 'node:http';
import { get, post, quarters, type TestServer, temporaryFolder, testServer } from './support';

const DAY = '2024-10-01';
const LONG_DAY = '2024-10-02';
const QUICK = '/api/prices?day=';
/** The same to the app, but not as plain. */
const BY_THE_APP = '/api/prices/?day=';

describe('a read of a day that is fresh in memory', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: TestServer;

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await testServer({ DATA_DIR: folder.path, CACHE_MAX_AGE_SECONDS: '3600' });
    expect((await post(server.url, DAY, quarters(DAY))).status).toBe(200);
    expect((await post(server.url, LONG_DAY, quarters(LONG_DAY, 400))).status).toBe(200);
  });

  afterAll(async () => {
    await server.stop();
    await folder.remove();
  });

  /** The answer as it went over the wire, apart from the times in it. */
  function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
    return new Promise<{ status?: number; headers: Record<string, string>; body: string }>((resolve, reject) => {
      const sent = request(server.url + path, { method, headers, agent: false }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text) => (body += text));
        const { date: _, age, ...rest } = response.headers as Record<string, string>;
        const timeless = age === undefined ? rest : { ...rest, age: age.replace(/^\d+$/, 'seconds') };
        response.on('end', () => resolve({ status: response.statusCode, headers: timeless, body }));
      });
      sent.on('error', reject).end();
    });
  }

  const tag = async () => (await get(server.url, DAY)).headers.get('ETag') as string;
  const logged = (requestId: string) =>
    server.log.map((line) => JSON.parse(line)).filter((line) => line.requestId === requestId);
  const count = async (pattern: RegExp) => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    return Number(pattern.exec(metrics)?.[1] ?? 0);
  };

  it.each<[string, string, () => Promise<Record<string, string>> | Record<string, string>, string, number]>([
    ['without conditions', DAY, () => ({}), 'GET', 200],
    ['of a long day', LONG_DAY, () => ({}), 'GET', 200],
    ['of a day that is not stored', '1999-01-01', () => ({}), 'GET', 404],
    ['of a day that does not exist', '2024-02-30', () => ({}), 'GET', 400],
    ['with more in the query', `${DAY}&x=1`, () => ({}), 'GET', 200],
    ['with the day twice', `${DAY}&day=${DAY}`, () => ({}), 'GET', 400],
    ['of a reader that has it', DAY, async () => ({ 'If-None-Match': await tag() }), 'GET', 304],
    ['of a reader that has another', DAY, () => ({ 'If-None-Match': '"x"' }), 'GET', 200],
    ['of a reader that wants another', DAY, () => ({ 'If-Match': '"x"' }), 'GET', 412],
    ['with a malformed condition', DAY, () => ({ 'If-None-Match': 'x' }), 'GET', 400],
    ['with HEAD', DAY, () => ({}), 'HEAD', 200],
    ['with a strange expectation', DAY, () => ({ Expect: 'tea' }), 'GET', 417],
    ['of a client that closes', DAY, () => ({ Connection: 'close' }), 'GET', 200],
    ['of a client that keeps the connection', DAY, () => ({ Connection: 'keep-alive' }), 'GET', 200],
  ])('%s is answered and logged as the app would', async (name, day, headersOf, method, status) => {
    const headers = { ...(await headersOf()), 'X-Request-Id': `quick-${name.replaceAll(' ', '-')}` };
    const [quick, slow] = [await ask(QUICK + day, headers, method), await ask(BY_THE_APP + day, headers, method)];
    expect(quick).toEqual(slow);
    expect(quick.status).toBe(status);
    const [first, second, ...more] = logged(headers['X-Request-Id']).map(({ time: _, ms, ...line }) => {
      expect(ms).toEqual(expect.any(Number));
      return line;
    });
    expect(more).toEqual([]);
    expect(first).toEqual({ ...second, path: '/api/prices' });
  });

  it('is counted like every other', async () => {
    const requests = /^http_request_duration_seconds_count\{method="GET",route="\/api\/prices",status="200"\} (\d+)$/m;
    const reads = /^history_day_reads_total\{source="fresh"\} (\d+)$/m;
    const before = [await count(requests), await count(reads)];
    await ask(QUICK + DAY);
    await ask(BY_THE_APP + DAY);
    expect([await count(requests), await count(reads)]).toEqual(before.map((number) => number + 2));
  });

  it('gives what was acknowledged last', async () => {
    for (const price of [1, 2, 3]) {
      const body = JSON.stringify(quarters(DAY, 96, price));
      await post(server.url, DAY, body);
      expect(await ask(QUICK + DAY)).toMatchObject({ status: 200, body, headers: { age: 'seconds' } });
    }
  });

  it('gets an id of its own where it has none that is sane', async () => {
    for (const headers of [undefined, { 'X-Request-Id': '{"a":1}' }]) {
      expect((await ask(QUICK + DAY, headers)).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});
