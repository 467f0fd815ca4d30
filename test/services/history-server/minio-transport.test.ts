import type { IncomingMessage } from 'node:http';
import { type MinioTransport, minioTransport } from '../../../services/history-server/src/minio-transport';
import { standIn, until } from './support';

const TIMEOUT_MS = 500;
/** Where no test waits for it, so that a busy machine is not taken for a silent server. */
const LONG_MS = 30_000;
const MAX_SOCKETS = 4;
/** What goes on by itself while a test sets the clock. */
const NOT_DEADLINES = ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'performance', 'Date'] as const;

describe('the transport of the minio client', () => {
  let minio: Awaited<ReturnType<typeof standIn>>;
  let transport: MinioTransport;
  let answer: Parameters<typeof standIn>[0];

  beforeAll(async () => {
    minio = await standIn((request, response) => answer(request, response));
  });

  beforeEach(() => use(TIMEOUT_MS));

  afterEach(() => transport.agent.destroy());
  afterAll(() => minio.close());

  function use(timeoutMs: number): void {
    transport?.agent.destroy();
    transport = minioTransport(false, timeoutMs, MAX_SOCKETS);
  }

  function send(): Promise<string> {
    const [host, port] = minio.host.split(':');
    return new Promise((resolve, reject) => {
      const onResponse = (response: IncomingMessage) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('error', reject).on('end', () => resolve(`${response.statusCode} ${text}`));
      };
      transport.request({ host, port, agent: transport.agent }, onResponse).on('error', reject).end();
    });
  }

  const busy = () => Object.values(transport.agent.sockets).flat().length;

  it('passes answers on', async () => {
    answer = (_, response) => response.writeHead(404).end('none');
    expect(await send()).toBe('404 none');
  });

  it.each([
    408, 429, 499, 500, 502, 503, 504, 520,
  ])('turns %i into an error and drains it, so that its socket is used again', async (status) => {
    use(LONG_MS);
    answer = (_, response) => response.writeHead(status).end('x'.repeat(200_000));
    for (let i = 0; i < MAX_SOCKETS * 5; i++)
      await expect(send()).rejects.toMatchObject({ name: 'MinioStatus', status });
    await until(() => busy() === 0);
  });

  it.each([
    ['never answers', () => {}],
    ['stops after its headers', (_, response) => response.writeHead(200).write('half')],
    ['sends an error and never ends it', (_, response) => response.writeHead(503).write('half')],
  ] satisfies [
    string,
    Parameters<typeof standIn>[0],
  ][])('gives up on a server that %s, and frees the socket', async (_, silence) => {
    answer = silence;
    const sends = Array.from({ length: MAX_SOCKETS * 2 }, send);
    const results = await Promise.allSettled(sends);
    expect(results.map(({ status }) => status)).toEqual(results.map(() => 'rejected'));
    await until(() => busy() === 0);
    answer = (__, response) => response.end('well');
    expect(await send()).toBe('200 well');
  });

  it('counts the wait for a free socket into the deadline', async () => {
    let asked = 0;
    const areBusy = new Promise<void>((resolve) => {
      answer = () => ++asked === MAX_SOCKETS && resolve();
    });
    jest.useFakeTimers({ doNotFake: [...NOT_DEADLINES] });
    try {
      const sends = Promise.allSettled(Array.from({ length: MAX_SOCKETS * 3 }, send));
      await areBusy;
      jest.advanceTimersByTime(TIMEOUT_MS);
      expect((await sends).map(({ status }) => status)).toEqual(Array(MAX_SOCKETS * 3).fill('rejected'));
    } finally {
      jest.useRealTimers();
    }
    await until(() => busy() === 0);
    expect(asked).toBe(MAX_SOCKETS);
  });

  it('drops the waiting sockets of a server that went silent', async () => {
    answer = (_, response) => response.end('well');
    await Promise.all(Array.from({ length: MAX_SOCKETS }, send));
    expect(await minio.connections()).toBe(MAX_SOCKETS);
    answer = () => {};
    await expect(send()).rejects.toMatchObject({ name: 'MinioTimeout' });
    await until(async () => (await minio.connections()) === 0);
  });

  it('never opens more sockets than it may', async () => {
    use(LONG_MS);
    answer = (_, response) => void setImmediate(() => response.end('well'));
    await Promise.all(Array.from({ length: 50 }, send));
    expect(await minio.connections()).toBe(MAX_SOCKETS);
  });
});
