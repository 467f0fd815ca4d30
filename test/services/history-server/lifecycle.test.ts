import { setTimeout as sleep } from 'node:timers/promises';
import { get, post, quarters, ServerProcess, standIn, temporaryFolder, until, untilReady } from './support';

const DAY = '2024-10-01';
const ACCESS_KEY = 'hush-access';
const SECRET_KEY = 'hush-secret';

jest.setTimeout(60_000);

describe('the server process', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  beforeAll(async () => {
    folder = await temporaryFolder();
  });

  afterAll(() => folder.remove());

  describe('starting', () => {
    it.each([
      ['nothing in its environment', {}, ['MINIO_URI is missing', 'ACCESS_KEY is missing', 'SECRET_KEY is missing']],
      ['several mistakes', { DATA_DIR: 'a', MINIO_URI: 'b:9000', PORT: 'x' }, ['PORT is "x"', 'are both set']],
      [
        'a folder it can not use',
        { DATA_DIR: '/dev/null/prices' },
        ["DATA_DIR can't be used: folder /dev/null/prices"],
      ],
    ])('with %s ends with 78 and says all of it', async (_, env: Record<string, string>, complaints) => {
      const server = ServerProcess.launch(env);
      expect(await server.exited).toEqual({ code: 78, signal: null });
      for (const complaint of complaints) expect(server.log.join('\n')).toContain(complaint);
    });

    it('with a port that is taken ends with 1, says so and says what to do', async () => {
      const first = await ServerProcess.start({ DATA_DIR: folder.path });
      const { port } = new URL(first.url);
      const second = ServerProcess.launch({ HOST: '127.0.0.1', PORT: port, DATA_DIR: folder.path });
      expect(await second.exited).toEqual({ code: 1, signal: null });
      expect(second.log).toEqual([
        `PORT is ${port}: something else listens there already (EADDRINUSE); stop it, or choose another port, or 0 for a free one`,
      ]);
      await first.stop();
    });

    it.each([
      ['of another machine', '192.0.2.1', 'EADDRNOTAVAIL'],
      ['that is none', 'x'.repeat(64), 'E\\w+'],
    ])('with an address %s ends with 78, says so and what would be right', async (_, HOST, code) => {
      const server = ServerProcess.launch({ HOST, PORT: '0', DATA_DIR: folder.path });
      expect(await server.exited).toEqual({ code: 78, signal: null });
      expect(server.log.join('\n')).toMatch(
        new RegExp(
          `^the environment is not right:\n  - HOST is "${HOST}": it must be an address of this machine, as in 127\\.0\\.0\\.1, or unset for all of them \\((${code})\\)$`,
        ),
      );
    });

    it('is live at once and ready when the store has answered, not before', async () => {
      let up = false;
      const minio = await standIn((_, response) => response.writeHead(up ? 200 : 503).end());
      const server = await ServerProcess.start({ MINIO_URI: minio.host, ACCESS_KEY, SECRET_KEY });
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      const early = await fetch(`${server.url}/readyz`);
      expect(early.status).toBe(503);
      expect(early.headers.get('Retry-After')).toMatch(/^[1-9]\d*$/);
      up = true;
      await untilReady(server.url);
      up = false;
      expect((await get(server.url, DAY)).status).toBe(503);
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/^history_store_up 0$/m);
      await server.stop();
      await minio.close();
    });

    it('that is told to stop while it waits for the store stops', async () => {
      const server = await ServerProcess.start({ MINIO_URI: '127.0.0.1:1', ACCESS_KEY, SECRET_KEY });
      server.child.kill('SIGTERM');
      expect(await server.exited).toEqual({ code: 0, signal: null });
    });
  });

  describe('told to stop while it starts', () => {
    // Nothing answers there, so that it is never ready.
    const env = {
      HOST: '127.0.0.1',
      PORT: '0',
      MINIO_URI: '127.0.0.1:1',
      ACCESS_KEY,
      SECRET_KEY,
      DRAIN_SECONDS: '600',
    };

    it.each([0, 20, 50, 100, 200, 400])('ends with 0, without a pause: %i ms after its own first line', async (ms) => {
      const server = ServerProcess.launch(env, { preload: 'report-signals' });
      const line = await until(() => server.log.find((text) => text.startsWith('handles SIGTERM')));
      expect(line).toBe('handles SIGTERM before it has loaded http');
      await sleep(ms);
      server.child.kill('SIGTERM');
      expect(await server.exited).toEqual({ code: 0, signal: null });
    });
  });

  describe('stopping', () => {
    it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 on %s', async (signal) => {
      const server = await ServerProcess.start({ DATA_DIR: folder.path });
      server.child.kill(signal);
      expect(await server.exited).toEqual({ code: 0, signal: null });
      expect(server.log.at(-1)).toContain('stopped; every request in flight was answered');
    });

    it('is not ready from then on, serves through the pause and asks its clients to reconnect elsewhere', async () => {
      const server = await ServerProcess.start({ DATA_DIR: folder.path, DRAIN_SECONDS: '3' });
      await post(server.url, DAY, quarters(DAY));
      await untilReady(server.url);
      server.child.kill('SIGTERM');
      await until(async () => (await fetch(`${server.url}/readyz`)).status === 503);
      const response = await get(server.url, DAY);
      expect(response.status).toBe(200);
      expect(response.headers.get('Connection')).toBe('close');
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      expect(await server.exited).toEqual({ code: 0, signal: null });
    });

    it('under load answers every request it took, and loses no acknowledged write', async () => {
      const server = await ServerProcess.start({ DATA_DIR: folder.path, DRAIN_SECONDS: '1' });
      await untilReady(server.url);
      const acknowledged = new Map<string, string>();
      const wrong: unknown[] = [];
      const clients = Array.from({ length: 8 }, async (_, client) => {
        for (let i = 0; ; i++) {
          const day = `20${10 + client}-06-01`;
          const body = JSON.stringify(quarters(DAY, 96, i));
          const response = await post(server.url, day, body).catch(({ cause }) => cause.code as string);
          // Reset: the connection was still in the kernel's queue when the port closed; the server never had it.
          if (response === 'ECONNREFUSED' || response === 'ECONNRESET') return;
          if (typeof response === 'string' || response.status !== 200) wrong.push(response);
          else acknowledged.set(day, body);
        }
      });
      await until(() => acknowledged.size === clients.length);
      server.child.kill('SIGTERM');
      await Promise.all(clients);
      expect(await server.exited).toEqual({ code: 0, signal: null });
      expect(wrong).toEqual([]);
      expect(server.log.at(-1)).toContain('stopped; every request in flight was answered');
      const again = await ServerProcess.start({ DATA_DIR: folder.path });
      for (const [day, body] of acknowledged) expect(await (await get(again.url, day)).text()).toBe(body);
      await again.stop();
    });

    it('lets a slow request finish', async () => {
      let finish: (() => void) | undefined;
      const minio = await standIn((request, response) => {
        const answer = () => response.writeHead(200, { ETag: '"e"' }).end('[1]');
        if (request.method === 'GET') finish = answer;
        else answer();
      });
      const server = await ServerProcess.start({
        MINIO_URI: minio.host,
        ACCESS_KEY,
        SECRET_KEY,
        MINIO_TIMEOUT_SECONDS: '30',
      });
      const slow = get(server.url, DAY);
      await until(() => finish);
      server.child.kill('SIGTERM');
      await until(() =>
        fetch(`${server.url}/healthz`).then(
          () => false,
          () => true,
        ),
      );
      finish?.();
      expect(await (await slow).text()).toBe('[1]');
      expect(await server.exited).toEqual({ code: 0, signal: null });
      await minio.close();
    });

    it('cuts off what does not finish in time, and ends with 1', async () => {
      let asked = false;
      const minio = await standIn((request, response) => {
        if (request.method === 'GET') asked = true;
        else response.end();
      });
      const timeouts = { MINIO_TIMEOUT_SECONDS: '60', STOP_TIMEOUT_SECONDS: '0.2' };
      const server = await ServerProcess.start({ MINIO_URI: minio.host, ACCESS_KEY, SECRET_KEY, ...timeouts });
      const slow = get(server.url, DAY).catch(() => 'cut off');
      await until(() => asked);
      server.child.kill('SIGTERM');
      expect(await slow).toBe('cut off');
      expect(await server.exited).toEqual({ code: 1, signal: null });
      expect(server.log.at(-1)).toContain('requests in flight were cut off');
      await minio.close();
    });
  });

  it('writes no credential to its log, whatever goes wrong', async () => {
    const refused = '<Error><Code>InvalidAccessKeyId</Code><Message>unknown key</Message></Error>';
    let answer = { status: 403, body: refused };
    const minio = await standIn((_, response) => response.writeHead(answer.status).end(answer.body));
    const server = await ServerProcess.start({ MINIO_URI: minio.host, ACCESS_KEY, SECRET_KEY, LOG_LEVEL: 'trace' });
    const bodies: string[] = [];
    for (answer of [answer, { status: 503, body: '' }, { status: 200, body: 'x' }, { status: 400, body: '<' }]) {
      bodies.push(await (await get(server.url, DAY)).text(), await (await post(server.url, DAY, quarters(DAY))).text());
    }
    bodies.push(
      await (await fetch(`${server.url}/metrics`)).text(),
      await (await fetch(`${server.url}/version`)).text(),
    );
    server.child.kill('SIGTERM');
    await server.exited;
    expect(server.log.join('\n')).toContain('InvalidAccessKeyId: unknown key');
    expect([...server.log, ...bodies].filter((text) => /hush|Signature=|AWS4-HMAC/.test(text))).toEqual([]);
    await minio.close();
  });
});
