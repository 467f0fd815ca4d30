import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { quarters, type TestServer, temporaryFolder, testServer, until } from './support';

const DAY = '2024-10-01';
const LIMIT = 20_000;

jest.setTimeout(60_000);

describe('what HTTP itself forbids', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: TestServer;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await testServer({ DATA_DIR: folder.path, BODY_LIMIT_BYTES: String(LIMIT) });
  });

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  afterAll(async () => {
    await server.stop();
    await folder.remove();
  });

  /** Sends bytes as they are; `text()` is what came so far. */
  async function dial(bytes: string) {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    sockets.push(socket);
    let received = '';
    socket.setEncoding('latin1').on('data', (text: string) => (received += text));
    const closed = once(socket, 'close');
    socket.write(bytes, 'latin1');
    return { socket, closed, text: () => received };
  }

  /** The answers on a connection that the server ends after them. */
  async function answers(bytes: string) {
    const { closed, text } = await dial(bytes);
    await closed;
    return text()
      .split(/(?=HTTP\/1\.1 \d)/)
      .map((answer) => {
        const [head = '', body = ''] = answer.split('\r\n\r\n');
        const [first = '', ...lines] = head.split('\r\n');
        const headers = Object.fromEntries(lines.map((line) => line.toLowerCase().split(': ', 2)));
        return { status: Number(first.split(' ')[1]), headers, body };
      });
  }

  const head = (lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`;
  const refused = async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    const counts = [...metrics.matchAll(/^http_refused_total\{status="(\d+)"\} (\d+)$/gm)];
    return Object.fromEntries(counts.map(([, status, count]) => [status, Number(count)]));
  };

  it.each([
    ['noise', 'hello\r\n\r\n', 400],
    ['a request line without a path', 'GET HTTP/1.1\r\n\r\n', 400],
    ['a header without a name', head(['GET / HTTP/1.1', 'Host: x', ': y']), 400],
    ['two lengths', head(['POST / HTTP/1.1', 'Host: x', 'Content-Length: 1', 'Content-Length: 2']), 400],
    ['two ways to end', head(['POST / HTTP/1.1', 'Host: x', 'Content-Length: 1', 'Transfer-Encoding: chunked']), 400],
    ['headers that are too long', head(['GET / HTTP/1.1', 'Host: x', `X: ${'y'.repeat(100_000)}`]), 431],
  ])('%s is refused with a problem document, a line in the log and a count', async (_, bytes, status) => {
    const [before, lines] = [await refused(), server.log.length];
    const [answer, ...more] = await answers(bytes);
    expect(more).toEqual([]);
    expect(answer).toMatchObject({
      status,
      headers: { 'content-type': 'application/problem+json', connection: 'close' },
    });
    const problem = JSON.parse(answer?.body ?? '');
    expect(problem).toMatchObject({ type: 'about:blank', status, detail: expect.stringMatching(/./) });
    const line = server.log.slice(lines).map((text) => JSON.parse(text))[0];
    expect(line).toMatchObject({ msg: 'refused', status, requestId: answer?.headers['x-request-id'] });
    expect((await refused())[status]).toBe((before[status] ?? 0) + 1);
  });

  it('a request that never ends is refused with 408', async () => {
    const { closed, text } = await dial('GET / HTTP/1.1\r\nHost: x\r\n');
    await closed;
    expect(text()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(text()).toContain('application/problem+json');
  });

  it('noise after a whole request takes nothing from the answer to that', async () => {
    const [first, second] = await answers(`${head(['GET /version HTTP/1.1', 'Host: x'])}noise\r\n\r\n`);
    expect(first).toMatchObject({ status: 200 });
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ name: 'history-server' });
    expect(second).toMatchObject({ status: 400 });
  });

  it('a malformed body is refused, nothing is stored, and it stands in the log once', async () => {
    const lines = server.log.length;
    const start = ['POST /api/prices?day=2011-01-01 HTTP/1.1', 'Host: x', 'Content-Type: application/json'];
    const [answer, ...more] = await answers(`${head([...start, 'Transfer-Encoding: chunked'])}zz\r\n[]\r\n`);
    expect(more).toEqual([]);
    expect(answer).toMatchObject({ status: 400, headers: { 'content-type': 'application/problem+json' } });
    await until(() => server.log.length > lines);
    expect(server.log.slice(lines).map((line) => JSON.parse(line).status)).toEqual([400]);
    expect((await fetch(`${server.url}/api/prices?day=2011-01-01`)).status).toBe(404);
  });

  it('a request without a host is refused with a problem document', async () => {
    const [answer] = await answers(head(['GET /version HTTP/1.1', 'Connection: close']));
    expect(answer).toMatchObject({ status: 400, headers: { 'content-type': 'application/problem+json' } });
    const [older] = await answers(head(['GET /version HTTP/1.0']));
    expect(older).toMatchObject({ status: 200 });
  });

  it('a client that goes away in the middle of a request is no line in the log', async () => {
    const lines = server.log.length;
    const { socket, closed } = await dial('GET / HTTP/1.1\r\nHost: x\r\n');
    socket.resetAndDestroy();
    await closed;
    await fetch(`${server.url}/version`);
    expect(server.log.slice(lines).map((line) => JSON.parse(line).path)).toEqual(['/version']);
  });

  it('an expectation it does not know is refused with 417', async () => {
    const [answer] = await answers(head(['GET /version HTTP/1.1', 'Host: x', 'Expect: tea', 'Connection: close']));
    expect(answer).toMatchObject({ status: 417, headers: { 'content-type': 'application/problem+json' } });
  });

  describe('a client that asks before it sends a body', () => {
    const ask = (length: number) =>
      head([
        'POST /api/prices?day=2012-01-01 HTTP/1.1',
        'Host: x',
        'Content-Type: application/json',
        `Content-Length: ${length}`,
        'Expect: 100-continue',
      ]);

    it('is told to go on', async () => {
      const body = JSON.stringify(quarters(DAY));
      const { socket, text } = await dial(ask(body.length));
      await until(() => text() === 'HTTP/1.1 100 Continue\r\n\r\n');
      socket.write(body);
      await until(() => text().includes('HTTP/1.1 200 OK'));
    });

    it('is refused at once when it is too long', async () => {
      const [answer, ...more] = await answers(ask(LIMIT + 1));
      expect(answer).toMatchObject({ status: 413, headers: { connection: 'close' } });
      expect(more).toEqual([]);
    });
  });
});
