import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { Client } from 'minio';
import { readConfig } from '../../../services/history-server/src/config';
import { Deadline } from '../../../services/history-server/src/deadline';
import { MinioStore } from '../../../services/history-server/src/minio-store';
import {
  DeadlinePassed,
  GuardFailed,
  StoreRefused,
  StoreUnavailable,
  StoreUnreachable,
} from '../../../services/history-server/src/price-store';
import { anyMinio, describeWithMinio, MINIO_TIMEOUT_MS } from '../../support/minio-server';
import { standIn, UNHURRIED, until } from './support';

const MAX_BYTES = 1024 * 1024;
const DAY = '2024-10-01';
const BYTES = Buffer.from('[1]');
const MD5 = createHash('md5').update(BYTES).digest('hex');
const stores: MinioStore[] = [];

function open(env: Record<string, string>): MinioStore {
  const { store } = readConfig({
    ACCESS_KEY: 'some-access',
    SECRET_KEY: 'some-secret',
    MINIO_TIMEOUT_SECONDS: '0.2',
    ...env,
  });
  if (!('minio' in store)) throw new Error('not MinIO');
  stores.push(new MinioStore(store.minio, MAX_BYTES));
  return stores.at(-1) as MinioStore;
}

afterEach(() => {
  for (const store of stores.splice(0)) store.close();
});

describeWithMinio('MinioStore on a MinIO server', () => {
  let minio: Awaited<ReturnType<typeof anyMinio>>;
  let client: Client;
  let env: Record<string, string>;

  beforeAll(async () => {
    minio = await anyMinio();
    const { hostname, port, protocol } = new URL(minio.access.MINIO_URI);
    const { ACCESS_KEY: accessKey, SECRET_KEY: secretKey } = minio.access;
    client = new Client({
      endPoint: hostname,
      port: Number(port),
      useSSL: protocol === 'https:',
      accessKey,
      secretKey,
    });
  }, MINIO_TIMEOUT_MS);

  beforeEach(() => {
    env = { ...minio.access, BUCKET: `price-data-${randomBytes(4).toString('hex')}`, MINIO_TIMEOUT_SECONDS: '10' };
  });

  afterAll(() => minio.stop());

  it('stores a day as the object <day>.json of type application/json', async () => {
    await open(env).put(DAY, BYTES, UNHURRIED);
    const { metaData, size } = await client.statObject(env.BUCKET as string, `${DAY}.json`);
    expect({ type: metaData['content-type'], size }).toEqual({ type: 'application/json', size: 3 });
  });

  it('makes the bucket at the start, and leaves one that is there alone', async () => {
    const store = open(env);
    await store.prepare();
    await store.put(DAY, BYTES, UNHURRIED);
    await open(env).prepare();
    expect(await store.get(DAY, UNHURRIED)).toMatchObject({ bytes: BYTES });
  });

  it('makes the bucket again when it vanished before a write', async () => {
    const store = open(env);
    await store.put(DAY, BYTES, UNHURRIED);
    await client.removeObject(env.BUCKET as string, `${DAY}.json`);
    await client.removeBucket(env.BUCKET as string);
    expect(await store.get(DAY, UNHURRIED)).toBeUndefined();
    expect(await store.etag(DAY, UNHURRIED)).toBeUndefined();
    expect(await store.days('', 10, UNHURRIED)).toEqual([]);
    await expect(store.put(DAY, BYTES, UNHURRIED, { etag: 'abc' })).rejects.toThrow(GuardFailed);
    await store.put(DAY, BYTES, UNHURRIED, 'absent');
    expect(await store.days('', 10, UNHURRIED)).toEqual([DAY]);
  });

  it('wins or loses the race to make the bucket, and stores all the same', async () => {
    const days = Array.from({ length: 8 }, (_, index) => `2024-10-0${index + 1}`);
    await Promise.all(days.map((day) => open(env).put(day, BYTES, UNHURRIED)));
    expect(await open(env).days('', 100, UNHURRIED)).toEqual(days);
    await Promise.all(days.map(() => open({ ...env, BUCKET: `${env.BUCKET}-2` }).prepare()));
    expect(await client.bucketExists(`${env.BUCKET}-2`)).toBe(true);
  });

  it('lets many writers of one day all through, and the last one stands', async () => {
    const store = open(env);
    const bodies = Array.from({ length: 30 }, (_, index) => Buffer.from(`[${index}]`));
    await Promise.all(bodies.map((bytes) => store.put(DAY, bytes, UNHURRIED)));
    expect(await store.get(DAY, UNHURRIED)).toMatchObject({ bytes: bodies.at(-1) });
  });

  it('lets writers of several servers through', async () => {
    const servers = Array.from({ length: 4 }, () => open(env));
    await Promise.all(servers.map((store, index) => store.put(DAY, Buffer.from(`[${index}]`), UNHURRIED)));
    expect((await open(env).get(DAY, UNHURRIED)) as object).toHaveProperty('etag');
  });

  it('lists days only, however many other objects lie between them', async () => {
    const store = open(env);
    await store.prepare();
    const names = [
      '2024-10-01.csv',
      '2024-10-01.json.bak',
      'notes.json',
      ...Array.from({ length: 30 }, (_, i) => `2024-10-01x${i}`),
    ];
    for (const name of names) await client.putObject(env.BUCKET as string, name, 'x');
    for (const day of ['2024-10-01', '2024-10-02', '2024-10-03']) await store.put(day, BYTES, UNHURRIED);
    expect(await store.days('', 2, UNHURRIED)).toEqual(['2024-10-01', '2024-10-02']);
    expect(await store.days('2024-10-01', 2, UNHURRIED)).toEqual(['2024-10-02', '2024-10-03']);
  });

  it.each([
    ['a wrong secret key', { SECRET_KEY: 'wrong-hush-hush' }, 'SignatureDoesNotMatch'],
    ['an unknown access key', { ACCESS_KEY: 'wrong-hush-hush' }, 'InvalidAccessKeyId'],
  ])('says why MinIO refuses %s, without telling the key', async (_, wrong, reason) => {
    const store = open({ ...env, ...wrong });
    for (const attempt of [
      () => store.get(DAY, UNHURRIED),
      () => store.put(DAY, BYTES, UNHURRIED),
      () => store.days('', 1, UNHURRIED),
    ]) {
      const error = await attempt().catch((thrown) => thrown);
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(error.message).toContain(reason);
      expect(error.message).not.toContain('hush');
    }
  });
});

describe('MinioStore on a server in trouble', () => {
  let asked: string[] = [];

  /** Stands in for MinIO and notes what it is asked. */
  async function troubled(answer: (count: number) => { status: number; body?: string } | 'reset' | 'silence') {
    asked = [];
    return standIn((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      request.resume();
      const { status, body = '' } = ((given) => (typeof given === 'object' ? given : { status: 0, body: given }))(
        answer(asked.length),
      );
      if (body === 'reset') request.socket.destroy();
      else if (body !== 'silence') response.writeHead(status, { ETag: '"e"' }).end(body);
    });
  }

  const well = { status: 200, body: '[1]' };

  it.each([
    ['a 503', { status: 503 }],
    ['a 500', { status: 500 }],
    ['a broken connection', 'reset'],
    ['silence', 'silence'],
  ] as const)('reads again after %s', async (_, trouble) => {
    const minio = await troubled((count) => (count < 3 ? trouble : well));
    expect(await open({ MINIO_URI: minio.host }).get(DAY, UNHURRIED)).toEqual({ bytes: BYTES, etag: 'e' });
    expect(asked).toEqual(Array(3).fill(`GET /price-data/${DAY}.json`));
    await minio.close();
  });

  it.each([
    ['a 503', { status: 503 }, 2],
    ['a broken connection', 'reset', 2],
    ['silence', 'silence', 2],
  ] as const)('writes again after %s', async (_, trouble, requests) => {
    const minio = await troubled((count) => (count < 2 ? trouble : well));
    expect(await open({ MINIO_URI: minio.host }).put(DAY, BYTES, UNHURRIED)).toBe('e');
    expect(asked).toHaveLength(requests);
    await minio.close();
  });

  it('knows its own write again that landed although its answer was lost', async () => {
    const { host, close } = await standIn((request, response) => {
      request.resume();
      asked.push(`${request.method} ${request.headers['if-none-match'] ?? request.headers['if-match'] ?? ''}`);
      if (asked.length === 1) request.socket.destroy();
      else if (request.method === 'HEAD')
        response
          .writeHead(200, { ETag: `"${MD5}"`, 'Content-Length': 3, 'Last-Modified': new Date().toUTCString() })
          .end();
      else response.writeHead(412).end('<Error><Code>PreconditionFailed</Code></Error>');
    });
    asked = [];
    expect(await open({ MINIO_URI: host }).put(DAY, BYTES, UNHURRIED)).toBe(MD5);
    expect(asked).toEqual(['PUT *', 'PUT *', 'HEAD ']);
    await close();
  });

  it('names the state it replaces in every write, so that a lost one can not undo a later one', async () => {
    const held: (() => void)[] = [];
    let stored: { etag: string; bytes: string } | undefined;
    const minio = await standIn(async (request, response) => {
      let bytes = '';
      for await (const chunk of request) bytes += chunk;
      const answer = () => {
        const { 'if-match': match, 'if-none-match': noneMatch } = request.headers;
        if (noneMatch === '*' ? stored : match !== stored?.etag) {
          response.writeHead(412).end('<Error><Code>PreconditionFailed</Code></Error>');
          return;
        }
        stored = { bytes, etag: `"${createHash('md5').update(bytes).digest('hex')}"` };
        response.writeHead(200, { ETag: stored.etag }).end();
      };
      if (bytes === 'late') held.push(answer);
      else answer();
    });
    const store = open({ MINIO_URI: minio.host });
    await store.put(DAY, Buffer.from('first'), UNHURRIED);
    await expect(store.put(DAY, Buffer.from('late'), UNHURRIED)).rejects.toThrow(StoreUnavailable);
    await store.put(DAY, Buffer.from('last'), UNHURRIED);
    for (const land of held) land();
    expect(held).toHaveLength(3);
    expect(stored).toMatchObject({ bytes: 'last' });
    await minio.close();
  });

  it('sends a guarded write only once, as it may have happened', async () => {
    const minio = await troubled(() => 'reset');
    await expect(open({ MINIO_URI: minio.host }).put(DAY, BYTES, UNHURRIED, 'absent')).rejects.toThrow(
      StoreUnavailable,
    );
    expect(asked).toHaveLength(1);
    await minio.close();
  });

  it.each([
    ['503s', { status: 503 }],
    ['silence', 'silence'],
    ['resets', 'reset'],
  ] as const)('gives up after three times in a storm of %s, and works when it is over', async (_, trouble) => {
    let storm = true;
    const minio = await troubled(() => (storm ? trouble : well));
    const store = open({ MINIO_URI: minio.host, MINIO_MAX_SOCKETS: '4' });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => store.get(DAY, UNHURRIED)));
    expect(new Set(results.map((result) => result.status === 'rejected' && result.reason.name))).toEqual(
      new Set(['StoreUnreachable']),
    );
    expect(asked.length).toBeLessThanOrEqual(60);
    storm = false;
    expect(await store.get(DAY, UNHURRIED)).toEqual({ bytes: BYTES, etag: 'e' });
    expect(await minio.connections()).toBeLessThanOrEqual(4);
    await minio.close();
  });

  it.each([
    ['a 403', { status: 403, body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>' }],
    ['a full disk', { status: 507, body: '<Error><Code>XMinioStorageFull</Code><Message>no</Message></Error>' }],
    ['a redirect', { status: 301 }],
    ['a 404 that is not from MinIO', { status: 404, body: '<html>no such page</html>' }],
  ])('takes %s for a refusal, and does not ask again', async (_, answer) => {
    const minio = await troubled(() => answer);
    const store = open({ MINIO_URI: minio.host });
    await expect(store.get(DAY, UNHURRIED)).rejects.toThrow(StoreRefused);
    await expect(store.put(DAY, BYTES, UNHURRIED)).rejects.toThrow(StoreRefused);
    expect(asked).toHaveLength(2);
    await minio.close();
  });

  it.each([
    ['a body that is not XML', { status: 400, body: 'what?' }],
    ['half a body', { status: 400, body: '<Error><Code>' }],
  ])('takes %s for no answer about the day', async (_, answer) => {
    const minio = await troubled(() => answer);
    await expect(open({ MINIO_URI: minio.host }).get(DAY, UNHURRIED)).rejects.toThrow(StoreUnavailable);
    await minio.close();
  });

  it.each([
    ['a 503', { status: 503 }],
    ['silence', 'silence'],
    ['a broken connection', 'reset'],
  ] as const)('asks only once after %s when the caller has a copy to fall back on', async (_, trouble) => {
    const minio = await troubled(() => trouble);
    await expect(open({ MINIO_URI: minio.host }).get(DAY, UNHURRIED, 'e')).rejects.toThrow(StoreUnreachable);
    expect(asked).toHaveLength(1);
    await minio.close();
  });

  it.each([
    ['announced', { 'Content-Length': MAX_BYTES + 1 }, 1],
    ['not announced', {}, MAX_BYTES + 1],
  ])('does not read an object that is longer than a day can be, its length %s', async (_, headers, sent) => {
    let closed = false;
    const minio = await standIn((__, response) => {
      response.once('close', () => {
        closed = true;
      });
      response.writeHead(200, { ETag: '"e"', ...headers }).write(Buffer.alloc(sent));
    });
    const error = await open({ MINIO_URI: minio.host, MINIO_TIMEOUT_SECONDS: '30' })
      .get(DAY, UNHURRIED)
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(StoreRefused);
    expect(error.message).toContain(`${DAY}.json has ${MAX_BYTES + 1} bytes or more, above ${MAX_BYTES}`);
    await until(() => closed);
    await minio.close();
  });

  describe('with a deadline', () => {
    /** A server whose every answer takes `ms` of a clock that nothing else moves, and a deadline on it. */
    async function slow(ms: number, deadlineMs: number, answer: Parameters<typeof troubled>[0] = () => well) {
      const clock = { ms: 0 };
      const minio = await troubled((count) => {
        clock.ms += ms;
        return answer(count);
      });
      return { minio, store: open({ MINIO_URI: minio.host }), deadline: new Deadline(deadlineMs, () => clock.ms) };
    }

    it('begins no write whose turn comes too late', async () => {
      const { minio, store, deadline } = await slow(2500, 10_000);
      const bodies = Array.from({ length: 12 }, (_, i) => Buffer.from(`[${i}]`));
      const results = await Promise.allSettled(bodies.map((bytes) => store.put(DAY, bytes, deadline)));
      const reasons = results.map((result) => (result.status === 'rejected' ? result.reason.name : 'stored'));
      expect(reasons).toEqual([...Array(4).fill('stored'), ...Array(8).fill('DeadlinePassed')]);
      expect(asked).toHaveLength(4);
      await minio.close();
    });

    it('does not try again when it is over, and says what the trouble was', async () => {
      const { minio, store, deadline } = await slow(4000, 5000, () => ({ status: 503 }));
      await expect(store.get(DAY, deadline)).rejects.toThrow(StoreUnreachable);
      expect(asked).toHaveLength(2);
      await minio.close();
    });

    it('does not look again for ever at a day that others write', async () => {
      const { minio, store, deadline } = await slow(1000, 4000, (count) =>
        count % 2 ? { status: 412, body: '<Error><Code>PreconditionFailed</Code></Error>' } : { status: 200 },
      );
      await expect(store.put(DAY, BYTES, deadline)).rejects.toThrow(DeadlinePassed);
      expect(asked.map((line) => line.split(' ')[0])).toEqual(['PUT', 'HEAD', 'PUT', 'HEAD']);
      await minio.close();
    });

    it('does not make the bucket for a write that comes too late', async () => {
      const { minio, store, deadline } = await slow(6000, 5000, () => ({
        status: 404,
        body: '<Error><Code>NoSuchBucket</Code></Error>',
      }));
      await expect(store.put(DAY, BYTES, deadline)).rejects.toThrow(DeadlinePassed);
      expect(asked).toHaveLength(1);
      await minio.close();
    });

    it('does not page for ever through what is no day', async () => {
      const page =
        '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>' +
        '<Contents><Key>x</Key></Contents></ListBucketResult>';
      const { minio, store, deadline } = await slow(1000, 3000, () => ({ status: 200, body: page }));
      await expect(store.days('', 10, deadline)).rejects.toThrow(DeadlinePassed);
      expect(asked).toHaveLength(3);
      await minio.close();
    });
  });

  it('says when nobody listens', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as { port: number };
    await new Promise((resolve) => probe.close(resolve));
    await expect(open({ MINIO_URI: `127.0.0.1:${port}` }).get(DAY, UNHURRIED)).rejects.toThrow(/^MinIO: ECONNREFUSED/);
  });
});
