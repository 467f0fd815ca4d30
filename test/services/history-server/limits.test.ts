import { connect, type Socket } from 'node:net';
import { Client } from 'minio';
import { describeWithOwnMinio, MINIO_TIMEOUT_MS, MinioServer } from '../../support/minio-server';
import {
  conforming,
  get,
  post,
  quarters,
  ServerProcess,
  standIn,
  type TestServer,
  temporaryFolder,
  testServer,
  until,
  untilReady,
} from './support';

const DAY = '2024-10-01';
const MIB = 1024 * 1024;
const KEYS = { ACCESS_KEY: 'some-access', SECRET_KEY: 'some-secret' };

jest.setTimeout(120_000);

/** A body of nearly one MiB. */
const large = (price: number) => JSON.stringify(quarters(DAY, 12_000, price));
const dayOf = (index: number) => new Date(Date.UTC(2010, 0, 1 + index)).toISOString().slice(0, 10);

describeWithOwnMinio('the memory of requests in flight', () => {
  const CAP = 8 * MIB;
  const POSTS = 64;
  const limits = { IN_FLIGHT_MAX_BYTES: String(CAP), CACHE_MAX_BYTES: '1024', CACHE_MAX_AGE_SECONDS: '0' };
  let minio: MinioServer;
  let server: ServerProcess;

  beforeAll(async () => {
    minio = await MinioServer.start();
  }, MINIO_TIMEOUT_MS);

  afterAll(() => minio.stop());

  beforeEach(async () => {
    // Long enough that MinIO is silent, and not away, for as long as the test wants.
    const patience = { MINIO_TIMEOUT_SECONDS: '60', STORE_DEADLINE_SECONDS: '60' };
    server = await ServerProcess.start({ ...minio.access, ...limits, ...patience });
    await untilReady(server.url);
  });

  afterEach(async () => {
    minio.resume();
    await server.stop();
  });

  const fullBodies = async () => {
    const answers = await Promise.all(Array.from({ length: 7 }, (_, i) => post(server.url, dayOf(i), large(i))));
    return answers.map(({ status }) => status);
  };

  it.each([
    ['with a Content-Length', (text: string) => text],
    ['in chunks', (text: string) => new Blob([text]).stream()],
  ])('is bounded while MinIO is silent: bodies %s above it are 503, and the rest is stored', async (_, body) => {
    const texts = Array.from({ length: POSTS }, (__, i) => large(i));
    const sent = texts.reduce((sum, text) => sum + text.length, 0);
    for (let i = 0; i < 3; i++) await fullBodies();
    const before = await server.memory();
    await minio.pause();
    let refused = 0;
    const answers = texts.map(async (text, i) => {
      const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, duplex: 'half' as const };
      const response = await fetch(`${server.url}/api/prices?day=${dayOf(i)}`, { ...init, body: body(text) });
      if (response.status === 503) refused++;
      await conforming('POST /api/prices', response);
      return response.status;
    });
    await until(() => refused >= POSTS - CAP / MIB);
    const during = await server.memory();
    minio.resume();
    const statuses = await Promise.all(answers);
    const stored = statuses.filter((status) => status === 200).length;
    expect(stored).toBeGreaterThan(1);
    expect(stored + refused).toBe(POSTS);
    expect(during.inUse - before.inUse).toBeLessThan(2 * CAP);
    expect(during.rss - before.rss).toBeLessThan(sent);
    expect(await fullBodies()).toEqual(Array(7).fill(200));
  });

  it('is free again after senders that went away, were too long, wrong or slow', async () => {
    const sendHalf = () =>
      new Promise<void>((resolve) => {
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
        const head = 'POST /api/prices?day=2024-10-01 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
        socket.write(`${head}Content-Length: ${MIB}\r\n\r\n${' '.repeat(MIB / 2)}`, () => socket.destroy());
        socket.on('close', () => resolve()).on('error', () => {});
      });
    const nothingHeld = () => until(async () => /^history_in_flight_bytes\{of="bodies"\} 0$/m.test(await metrics()));
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: 12 }, sendHalf));
      await nothingHeld();
      const answers = await Promise.all([
        ...Array.from({ length: 3 }, () => post(server.url, DAY, ' '.repeat(MIB + 1))),
        ...Array.from({ length: 3 }, () => post(server.url, DAY, ' '.repeat(MIB))),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([413, 413, 413, 400, 400, 400]);
    }
    await nothingHeld();
    expect(await fullBodies()).toEqual(Array(7).fill(200));
  });

  it('counts the days of readers that do not read, until they are gone', async () => {
    const own = await ServerProcess.start({ ...minio.access, ...limits, IN_FLIGHT_MAX_BYTES: String(2 * MIB) });
    await untilReady(own.url);
    const days = Array.from({ length: 8 }, (_, i) => dayOf(i));
    for (const [i, day] of days.entries()) expect((await post(own.url, day, large(i))).status).toBe(200);
    const other = '2009-01-01';
    expect((await post(own.url, other, large(99))).status).toBe(200);
    const readers: Socket[] = [];
    // Each asks for one day so often that no system's buffers take all the answers.
    const readAndStall = (day: string) => {
      const socket = connect(Number(new URL(own.url).port), '127.0.0.1').pause();
      socket.write(`GET /api/prices?day=${day} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(40));
      readers.push(socket);
    };
    const refused = await until(async () => {
      readAndStall(days[readers.length % days.length] as string);
      const response = await get(own.url, other);
      const body = await conforming('GET /api/prices', response);
      return response.status === 503 && { retryAfter: response.headers.get('Retry-After'), body };
    });
    expect(refused.retryAfter).toMatch(/^[1-9]\d*$/);
    expect(JSON.parse(refused.body).detail).toContain('IN_FLIGHT_MAX_BYTES');
    for (const reader of readers) reader.destroy();
    await until(async () => {
      const response = await get(own.url, other);
      await response.text();
      return response.status === 200;
    });
    await until(async () => {
      const text = await (await fetch(`${own.url}/metrics`)).text();
      return /^history_in_flight_bytes\{of="answers"\} 0$/m.test(text);
    });
    expect(own.log.join('\n')).not.toContain('Warning');
    await own.stop();
  });

  it('is not asked for what MinIO holds but no POST could have stored', async () => {
    const { hostname, port } = new URL(minio.access.MINIO_URI);
    const { ACCESS_KEY: accessKey, SECRET_KEY: secretKey } = minio.access;
    const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey });
    await client.putObject('price-data', '2008-01-01.json', Buffer.alloc(MIB + 1, ' '));
    const response = await get(server.url, '2008-01-01');
    expect(response.status).toBe(503);
    await conforming('GET /api/prices', response);
    const line = await until(() => server.log.find((text) => text.includes('the store refused')));
    expect(line).toMatch(/2008-01-01\.json .*1048577 bytes.*BODY_LIMIT_BYTES/);
  });

  async function metrics(): Promise<string> {
    return (await fetch(`${server.url}/metrics`)).text();
  }
});

describe('an answer', () => {
  it('holds no memory when its reader went away while the store was asked', async () => {
    let answer: (() => void) | undefined;
    const minio = await standIn((request, response) => {
      const send = () => response.writeHead(200, { ETag: '"e"' }).end('[1]');
      if (request.method === 'GET') answer = send;
      else send();
    });
    const server = await testServer({ MINIO_URI: minio.host, ...KEYS, MINIO_TIMEOUT_SECONDS: '60' });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(`GET /api/prices?day=${DAY} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(3));
    const send = await until(() => answer);
    socket.destroy();
    await until(async () => (await (await fetch(`${server.url}/readyz`)).text()) && socket.closed);
    answer = undefined;
    send();
    (await until(() => answer))();
    await until(() => server.log.filter((line) => line.includes(DAY)).length === 3);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^history_in_flight_bytes\{of="answers"\} 0$/m);
    await server.stop();
    await minio.close();
  });
});

describe('the deadline of a request', () => {
  it('ends the wait for other writes of the day with 503', async () => {
    let written = 0;
    const minio = await standIn((request, response) => {
      request.resume();
      if (request.method === 'PUT') written++;
      setTimeout(() => response.writeHead(200, { ETag: '"e"' }).end(), 200);
    });
    const server = await testServer({ MINIO_URI: minio.host, ...KEYS, STORE_DEADLINE_SECONDS: '0.5' });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => post(server.url, DAY, quarters(DAY, 4, i))));
    for (const answer of answers) await conforming('POST /api/prices', answer);
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(503);
    expect(statuses.filter((status) => status === 200)).toHaveLength(written);
    expect(statuses.filter((status) => status === 503)).toHaveLength(12 - written);
    await server.stop();
    await minio.close();
  });

  it('ends a conditional write whose condition holds and whose guard never does', async () => {
    const minio = await standIn((request, response) => {
      request.resume();
      if (request.method !== 'PUT')
        response.writeHead(200, { ETag: '"e"', 'Last-Modified': new Date().toUTCString() }).end();
      else response.writeHead(412).end('<Error><Code>PreconditionFailed</Code></Error>');
    });
    const server = await testServer({ MINIO_URI: minio.host, ...KEYS, STORE_DEADLINE_SECONDS: '0.3' });
    for (const headers of [{}, { 'If-Match': '*' }] as Record<string, string>[]) {
      expect((await post(server.url, DAY, quarters(DAY), headers)).status).toBe(503);
    }
    await server.stop();
    await minio.close();
  });
});

describe('a refusal of one day', () => {
  let minio: Awaited<ReturnType<typeof standIn>>;
  let server: TestServer;

  beforeEach(async () => {
    const denied = '<Error><Code>AccessDenied</Code><Message>no</Message></Error>';
    minio = await standIn((request, response) => {
      request.resume();
      const refuse = request.method === 'GET' && request.url?.includes('1999-01-01');
      if (refuse) response.writeHead(403).end(denied);
      else if (request.headers['if-none-match'] === '"e"') response.writeHead(304).end();
      else response.writeHead(200, { ETag: '"e"' }).end('[1]');
    });
    server = await testServer({ MINIO_URI: minio.host, ...KEYS });
    await untilReady(server.url);
  });

  afterEach(async () => {
    await server.stop();
    await minio.close();
  });

  it('is 503 for that day and leaves the others confirmed and the store up', async () => {
    expect((await get(server.url, DAY)).status).toBe(200);
    expect((await get(server.url, '1999-01-01')).status).toBe(503);
    expect((await get(server.url, DAY)).headers.get('Warning')).toBeNull();
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^history_store_up 1$/m);
    expect(metrics).toMatch(/^history_store_duration_seconds_count\{operation="get",outcome="refused"\} 1$/m);
    const lines = server.log.map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'the store refused',
        operation: 'get',
        day: '1999-01-01',
        reason: expect.stringContaining('AccessDenied'),
      }),
    );
    expect(lines.map(({ msg }) => msg)).not.toContain('the store can not be reached');
  });
});

describe('a redirect of MinIO', () => {
  it('is not followed, whatever the request', async () => {
    let followed = 0;
    const other = await standIn((_, response) => {
      followed++;
      response.writeHead(200, { ETag: '"e"' }).end('[1]');
    });
    const minio = await standIn((request, response) => {
      request.resume();
      if (request.method === 'HEAD' && request.url === '/price-data') response.end();
      else response.writeHead(307, { Location: `http://${other.host}${request.url}` }).end();
    });
    const server = await testServer({ MINIO_URI: minio.host, ...KEYS });
    await untilReady(server.url);
    const answers = [
      await get(server.url, DAY),
      await post(server.url, DAY, quarters(DAY)),
      await post(server.url, DAY, quarters(DAY), { 'If-Match': '*' }),
      await fetch(`${server.url}/api/days`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    expect(followed).toBe(0);
    await server.stop();
    await Promise.all([minio.close(), other.close()]);
  });
});

describe('a folder that vanishes under the server', () => {
  it('reads as 503 with the reason in the log, and is made again by a write', async () => {
    const folder = await temporaryFolder();
    const server = await testServer({ DATA_DIR: folder.path });
    await untilReady(server.url);
    expect((await post(server.url, DAY, quarters(DAY))).status).toBe(200);
    await folder.remove();
    expect((await get(server.url, '1999-01-01')).status).toBe(503);
    expect((await fetch(`${server.url}/api/days`)).status).toBe(503);
    expect((await get(server.url, DAY)).headers.get('Warning')).toBe('110 - "Response is Stale"');
    expect(server.log.join('\n')).toContain(folder.path);
    expect((await post(server.url, '1999-01-01', quarters(DAY), { 'If-None-Match': '*' })).status).toBe(200);
    expect((await get(server.url, '1999-01-01')).status).toBe(200);
    expect((await get(server.url, DAY)).status).toBe(404);
    await server.stop();
    await folder.remove();
  });

  it('is a mistake in the environment when it can not be made', async () => {
    const server = ServerProcess.launch({ DATA_DIR: '/proc/prices' });
    expect(await server.exited).toEqual({ code: 78, signal: null });
    expect(server.log.join('\n')).toContain("DATA_DIR can't be used: folder /proc/prices");
  });
});
