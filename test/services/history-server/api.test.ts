import { request } from 'node:http';
import { conforming, get, post, quarters, type TestServer, temporaryFolder, testServer } from './support';

const DAY = '2024-10-01';
const RECORD = { estonian_time: '2024-10-01T00:00:00+03:00', price: 5.01, timestamp: 1727730000 };
const BODY = JSON.stringify([RECORD]);
const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('the API', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: TestServer;
  let year = 2000;
  /** A day nobody else uses. */
  let day: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await testServer({ DATA_DIR: folder.path, BODY_LIMIT_BYTES: '20000' });
  });

  beforeEach(() => {
    day = `${year++}-06-01`;
  });

  afterAll(async () => {
    await server.stop();
    await folder.remove();
  });

  /** Sends it as it is, without what `fetch` adds or tidies up. */
  function raw(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
    return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
      const sent = request(`${server.url}${path}`, { method, headers, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  describe('POST and GET /api/prices', () => {
    it.each(['/api/prices?day=', '/api/prices/?day='])('work as %s, without a redirect', async (path) => {
      const written = await raw('POST', path + day, JSON_TYPE, BODY);
      expect(written).toMatchObject({ status: 200 });
      expect(await raw('GET', path + day)).toMatchObject({ status: 200, body: BODY });
    });

    it('tell day, number of records and etag of what was stored', async () => {
      const response = await post(server.url, day, quarters(DAY));
      const { etag, ...rest } = JSON.parse(await conforming('POST /api/prices', response));
      expect(rest).toEqual({ day, records: 96 });
      expect(etag).toBe(response.headers.get('ETag'));
      expect((await get(server.url, day)).headers.get('ETag')).toBe(etag);
    });

    it('give back the very bytes: order, spaces and the way numbers are written', async () => {
      const bytes = `[ {"timestamp":1727733600,"price":5.010,"estonian_time":"2024-10-01T01:00:00+03:00"},\r\n ${JSON.stringify(RECORD)}]\n`;
      await post(server.url, day, bytes);
      expect(await conforming('GET /api/prices', await get(server.url, day))).toBe(bytes);
    });

    it('keep records of another day than the one named', async () => {
      const records = [RECORD, { estonian_time: '2024-10-02T00:00:00+03:00', price: 78.57, timestamp: 1727816400 }];
      await post(server.url, day, records);
      expect(await (await get(server.url, day)).json()).toEqual(records);
    });

    it('replace a day as a whole', async () => {
      await post(server.url, day, quarters(DAY));
      expect((await post(server.url, day, [RECORD])).status).toBe(200);
      expect(await (await get(server.url, day)).json()).toEqual([RECORD]);
    });

    it('take the same day again and again with the same result', async () => {
      const etags = [];
      for (let i = 0; i < 3; i++) etags.push((await post(server.url, day, [RECORD])).headers.get('ETag'));
      expect(new Set(etags).size).toBe(1);
    });

    it.each([
      'application/json',
      'APPLICATION/JSON',
      'application/json; charset=utf-8',
      'application/json;charset="UTF-8"',
    ])('take the content type %s', async (type) => {
      expect((await post(server.url, day, BODY, { 'Content-Type': type })).status).toBe(200);
    });

    it('answer HEAD like GET, without the body', async () => {
      await post(server.url, day, BODY);
      const { status, headers, body } = await raw('HEAD', `/api/prices?day=${day}`);
      expect({ status, length: headers['content-length'], body }).toEqual({
        status: 200,
        length: String(BODY.length),
        body: '',
      });
      expect((await raw('HEAD', '/api/prices?day=1999-01-01')).status).toBe(404);
    });
  });

  describe('bad input is refused, and nothing is written', () => {
    it.each([
      ['no day', '', 400],
      ['an empty day', '?day=', 400],
      ['an impossible day', '?day=2024-02-30', 400],
      ['a day twice', '?day=2024-10-01&day=2024-10-02', 400],
      ['the same day twice', '?day=2024-10-01&day=2024-10-01', 400],
      ['a day in brackets', '?day[]=2024-10-01', 400],
      ['a path for a day', '?day=../../etc/passwd', 400],
      ['an encoded path for a day', '?day=..%2f..%2fetc%2fpasswd', 400],
      ['a broken escape', '?day=%ff', 400],
      ['a null byte', '?day=2024-10-01%00', 400],
      ['a day with a space', '?day=2024-10-01+', 400],
      ['another name', '?Day=2024-10-01', 400],
    ])('%s: %s', async (_, query, status) => {
      for (const [method, body] of [['GET'], ['POST', BODY]] as const) {
        const answer = await raw(method, `/api/prices${query}`, JSON_TYPE, body);
        expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/problem+json' } });
        expect(JSON.parse(answer.body)).toMatchObject({ status, errors: [{ parameter: 'day' }] });
      }
    });

    it.each([
      ['no content type', {}, BODY, 415],
      ['another content type', { 'Content-Type': 'text/plain' }, BODY, 415],
      ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'a=b', 415],
      ['another charset', { 'Content-Type': 'application/json; charset=latin1' }, BODY, 415],
      ['a packed body', { ...JSON_TYPE, 'Content-Encoding': 'gzip' }, BODY, 415],
      ['no body', JSON_TYPE, '', 400],
      ['a body that is not JSON', JSON_TYPE, '{', 400],
      ['a body of another shape', JSON_TYPE, '{}', 422],
      ['a wrong record', JSON_TYPE, JSON.stringify([{ ...RECORD, price: '5' }]), 422],
      ['a malformed condition', { ...JSON_TYPE, 'If-Match': 'abc' }, BODY, 400],
      ['a body above the limit', JSON_TYPE, JSON.stringify(quarters(DAY, 300)), 413],
      ['an endless body above the limit', { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' }, ' '.repeat(500_000), 413],
    ])('%s', async (_, headers: Record<string, string>, body, status) => {
      const answer = await raw('POST', `/api/prices?day=${day}`, headers, body);
      expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/problem+json' } });
      await conforming(
        'POST /api/prices',
        new Response(answer.body, { status, headers: answer.headers as Record<string, string> }),
      );
      expect((await get(server.url, day)).status).toBe(404);
    });

    it('takes a body of exactly the limit', async () => {
      expect((await post(server.url, day, BODY.padEnd(20_000))).status).toBe(200);
      expect((await post(server.url, day, BODY.padEnd(20_001))).status).toBe(413);
    });

    it('leaves the stored day as it was', async () => {
      await post(server.url, day, BODY);
      await post(server.url, day, '[]');
      expect(await (await get(server.url, day)).text()).toBe(BODY);
    });

    it('points at each wrong record', async () => {
      const records = [RECORD, { ...RECORD, price: null }, { price: 1 }];
      const response = await post(server.url, day, records);
      const { errors } = JSON.parse(await conforming('POST /api/prices', response));
      expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/1/price', '/2', '/2']);
    });

    it('stores nothing when the sender goes away in the middle', async () => {
      await new Promise<void>((resolve) => {
        const headers = { ...JSON_TYPE, 'Content-Length': BODY.length };
        const sent = request(`${server.url}/api/prices?day=${day}`, { method: 'POST', headers }, () => {});
        sent.on('error', () => {}).on('close', resolve);
        sent.write(BODY.slice(0, 10), () => sent.destroy());
      });
      expect((await get(server.url, day)).status).toBe(404);
    });
  });

  describe('a conditional request', () => {
    it('reads: 304 while the day is unchanged, 200 once it is not', async () => {
      const first = (await post(server.url, day, BODY)).headers.get('ETag') as string;
      for (const tag of [first, `W/${first}`, `"x", ${first}`, '*']) {
        const response = await get(server.url, day, { 'If-None-Match': tag });
        expect(response).toMatchObject({ status: 304 });
        expect(await conforming('GET /api/prices', response)).toBe('');
      }
      await post(server.url, day, quarters(DAY));
      expect((await get(server.url, day, { 'If-None-Match': first })).status).toBe(200);
    });

    it('is refused without the tag of the day when its header is malformed', async () => {
      const day = '2024-05-01';
      await post(server.url, day, quarters(day));
      const response = await get(server.url, day, { 'If-None-Match': 'no quotes' });
      expect(response.status).toBe(400);
      expect(response.headers.get('ETag')).toBeNull();
    });

    it('reads with If-Match: the state it names, 412 for another, 404 for none', async () => {
      const tag = (await post(server.url, day, BODY)).headers.get('ETag') as string;
      expect(await (await get(server.url, day, { 'If-Match': `"x",,${tag}` })).text()).toBe(BODY);
      const refused = await get(server.url, day, { 'If-Match': '"x"' });
      expect(refused.status).toBe(412);
      expect(await conforming('GET /api/prices', refused)).toContain(`has the entity tag \\${tag.slice(0, -1)}`);
      expect((await get(server.url, '1999-01-01', { 'If-Match': '*' })).status).toBe(404);
    });

    it('creates once with If-None-Match: *', async () => {
      const headers = { 'If-None-Match': '*' };
      expect((await post(server.url, day, BODY, headers)).status).toBe(200);
      const again = await post(server.url, day, quarters(DAY), headers);
      expect(again.status).toBe(412);
      await conforming('POST /api/prices', again);
      expect(await (await get(server.url, day)).text()).toBe(BODY);
    });

    it('writes over the state it names with If-Match, and over no other', async () => {
      const first = (await post(server.url, day, BODY)).headers.get('ETag') as string;
      expect((await post(server.url, day, quarters(DAY), { 'If-Match': `"x", ${first}` })).status).toBe(200);
      expect((await post(server.url, day, BODY, { 'If-Match': first })).status).toBe(412);
      expect((await post(server.url, day, BODY, { 'If-Match': '*' })).status).toBe(200);
      expect(await (await get(server.url, day)).text()).toBe(BODY);
    });

    it('writes nothing with If-Match where nothing is stored', async () => {
      expect((await post(server.url, day, BODY, { 'If-Match': '*' })).status).toBe(412);
      expect((await get(server.url, day)).status).toBe(404);
    });

    it('lets one of many creators win, and tells the others', async () => {
      const bodies = Array.from({ length: 10 }, (_, index) => JSON.stringify([{ ...RECORD, price: index }]));
      const answers = await Promise.all(bodies.map((body) => post(server.url, day, body, { 'If-None-Match': '*' })));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 412)).toHaveLength(9);
      expect(await (await get(server.url, day)).text()).toBe(bodies[statuses.indexOf(200)]);
    });

    it('loses no increment of many writers who each retry until theirs is in', async () => {
      await post(server.url, day, [{ ...RECORD, price: 0 }]);
      const increment = async () => {
        for (;;) {
          const current = await get(server.url, day);
          const [{ price }] = (await current.json()) as [{ price: number }];
          const headers = { 'If-Match': current.headers.get('ETag') as string };
          if ((await post(server.url, day, [{ ...RECORD, price: price + 1 }], headers)).status === 200) return;
        }
      };
      await Promise.all(Array.from({ length: 10 }, increment));
      expect(await (await get(server.url, day)).json()).toEqual([{ ...RECORD, price: 10 }]);
    });
  });

  describe('GET /api/days', () => {
    const days = ['4000-01-01', '4000-01-02', '4000-01-03'];

    beforeAll(() => Promise.all(days.map((stored) => post(server.url, stored, BODY))));

    it('pages through the stored days', async () => {
      const pages = [];
      for (let after = '3999-12-31'; after; ) {
        const body = await conforming('GET /api/days', await fetch(`${server.url}/api/days?after=${after}&limit=2`));
        pages.push(JSON.parse(body));
        after = pages.at(-1).next;
      }
      expect(pages).toEqual([
        { days: days.slice(0, 2), next: '4000-01-02' },
        { days: days.slice(2), next: null },
      ]);
    });

    it('has no next page when the last one is just full', async () => {
      const response = await fetch(`${server.url}/api/days/?after=3999-12-31&limit=3`);
      expect(await response.json()).toEqual({ days, next: null });
    });

    it.each([
      'limit=0',
      'limit=1001',
      'limit=x',
      'limit=1.5',
      'limit=1e1',
      'limit=0x10',
      'limit=%2010',
      'limit=10.0',
      'limit=+5',
      'limit=',
      'limit=1&limit=2',
      'after=x',
      'after=2024-02-30',
      'after=',
    ])('refuses %s', async (query) => {
      const response = await fetch(`${server.url}/api/days?${query}`);
      expect(response.status).toBe(400);
      await conforming('GET /api/days', response);
    });
  });

  describe('other paths', () => {
    it.each([
      '/openapi.json',
      '/healthz',
      '/readyz',
      '/metrics',
      '/version',
    ])('%s answers as described', async (path) => {
      const response = await fetch(server.url + path);
      expect(response.status).toBe(200);
      await conforming(`GET ${path}`, response);
      expect((await fetch(server.url + path, { method: 'HEAD' })).status).toBe(200);
    });

    it('GET and HEAD / answer 200', async () => {
      expect((await raw('GET', '/')).status).toBe(200);
      expect(await raw('HEAD', '/')).toMatchObject({ status: 200, body: '' });
    });

    it.each([
      '/nothing',
      '//api/prices?day=2024-10-01',
      '/api',
      '/api/prices/2024-10-01',
      '/api/prices//?day=2024-10-01',
      '/%ff',
    ])('%s is 404', async (path) => {
      const answer = await raw('GET', path);
      expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' } });
    });

    it.each([
      ['PUT', '/api/prices', 'HEAD, GET, POST'],
      ['DELETE', '/api/prices/', 'HEAD, GET, POST'],
      ['TRACE', '/api/prices', 'HEAD, GET, POST'],
      ['PROPFIND', '/api/prices', 'HEAD, GET, POST'],
      ['POST', '/api/days', 'HEAD, GET'],
      ['POST', '/', 'HEAD, GET'],
      ['PATCH', '/healthz', 'HEAD, GET'],
    ])('%s %s is 405 with Allow', async (method, path, allow) => {
      const answer = await raw(method, path);
      expect(answer).toMatchObject({ status: 405, headers: { allow, 'content-type': 'application/problem+json' } });
    });
  });

  describe('request ids', () => {
    it('come back and stand in the log', async () => {
      const response = await get(server.url, day, { 'X-Request-Id': 'caller-17' });
      expect(response.headers.get('X-Request-Id')).toBe('caller-17');
      expect(server.log.some((line) => JSON.parse(line).requestId === 'caller-17')).toBe(true);
    });

    it.each(['a b', 'x'.repeat(200), '{"a":1}'])('of strange callers (%s) are replaced', async (id) => {
      const response = await get(server.url, day, { 'X-Request-Id': id });
      expect(response.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  it('counts requests by route, and all unknown paths as one', async () => {
    for (const path of ['/one', '/two', '/three']) await fetch(server.url + path);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/api\/prices",status="200"\} \d+/,
    );
    expect(metrics).toMatch(/http_request_duration_seconds_count\{method="GET",route="none",status="404"\} \d+/);
    expect(metrics.includes('/two')).toBe(false);
  });
});
