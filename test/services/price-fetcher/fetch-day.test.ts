import { type EleringFault, EleringStandIn, priceAt } from './elering-stand-in';
import { HistoryServerStandIn } from './history-server-stand-in';
import { type InProcess, runInProcess } from './run-in-process';

jest.setTimeout(120_000); // a busy machine is no failure

const elering = new EleringStandIn();
const historyServer = new HistoryServerStandIn();

beforeAll(() => Promise.all([elering.start(), historyServer.start()]));
afterAll(() => Promise.all([elering.stop(), historyServer.stop()]));
beforeEach(() => {
  elering.reset();
  historyServer.reset();
});

const fetchDay = (day?: string, env: Record<string, string> = {}, more: Partial<InProcess> = {}) =>
  runInProcess({
    args: day ? ['--day', day] : [],
    env: {
      HISTORY_SERVER_URI: historyServer.uri,
      ELERING_URI: elering.uri,
      RETRY_WAIT_SECONDS: '0.01',
      RETRIES: '3',
      ...env,
    },
    ...more,
  });

const stored = (day: string) =>
  historyServer.days.get(day) as { estonian_time: string; price: number; timestamp: number }[];

describe('fetching a day', () => {
  it('brings tomorrow to the history server in its format', async () => {
    const { code, stdout, stderr } = await fetchDay();
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '2026-11-23: posted\n' });
    expect(elering.questions).toEqual([{ start: '2026-11-23T00:00:00+02:00', end: '2026-11-23T23:59:59+02:00' }]);
    expect(historyServer.posts).toEqual(['POST /api/prices?day=2026-11-23']);
    const timestamp = Date.parse('2026-11-23T00:15+02:00') / 1000;
    expect(stored('2026-11-23')[1]).toEqual({
      estonian_time: '2026-11-23T00:15:00+02:00',
      price: priceAt(timestamp),
      timestamp,
    });
  });

  it.each([
    ['2024-10-01', 24, '2024-10-01T00:00:00+03:00', '2024-10-01T23:00:00+03:00'],
    ['2025-03-30', 23, '2025-03-30T00:00:00+02:00', '2025-03-30T23:00:00+03:00'],
    ['2024-10-27', 25, '2024-10-27T00:00:00+03:00', '2024-10-27T23:00:00+02:00'],
    ['2025-10-01', 93, '2025-10-01T00:00:00+03:00', '2025-10-01T23:45:00+03:00'],
    ['2026-03-29', 92, '2026-03-29T00:00:00+02:00', '2026-03-29T23:45:00+03:00'],
    ['2025-10-26', 100, '2025-10-26T00:00:00+03:00', '2025-10-26T23:45:00+02:00'],
  ])('posts all of %s: %i records', async (day, count, first, last) => {
    expect(await fetchDay(day)).toMatchObject({ code: 0 });
    expect(stored(day)).toHaveLength(count);
    expect([stored(day)[0]!.estonian_time, stored(day).at(-1)!.estonian_time]).toEqual([first, last]);
  });

  it('takes the prices of the area that is set', async () => {
    await fetchDay('2024-10-01', { AREA: 'lv' });
    expect(stored('2024-10-01').map(({ price, timestamp }) => price === priceAt(timestamp, 'lv'))).not.toContain(false);
  });

  it.each(['/', '//'])('does not mind an address that ends in %s', async (slash) => {
    const env = { HISTORY_SERVER_URI: `${historyServer.uri}${slash}`, ELERING_URI: `${elering.uri}${slash}` };
    expect(await fetchDay('2024-10-01', env)).toMatchObject({ code: 0 });
    expect(historyServer.requests).toEqual(['GET /api/prices?day=2024-10-01', 'POST /api/prices?day=2024-10-01']);
  });

  it('posts nothing when the history server already has exactly that', async () => {
    await fetchDay('2024-10-01');
    expect(await fetchDay('2024-10-01')).toMatchObject({
      code: 0,
      stderr: '2024-10-01: already on the history server, unchanged\n',
    });
    expect(historyServer.posts).toHaveLength(1);
  });

  it.each([
    ['a price was corrected', (day: object[]) => [{ ...day[0], price: 999 }, ...day.slice(1)]],
    ['a record is missing', (day: object[]) => day.slice(1)],
    [
      "the next day's first record is in it",
      (day: object[]) => [...day, { estonian_time: '2024-10-02T00:00:00+03:00', price: 1, timestamp: 1727816400 }],
    ],
    ['it is something else', () => ['what?']],
  ])('replaces what the history server has when %s', async (_, change) => {
    await fetchDay('2024-10-01');
    const right = stored('2024-10-01');
    historyServer.days.set('2024-10-01', change(right));
    expect(await fetchDay('2024-10-01')).toMatchObject({ code: 0, stderr: '2024-10-01: posted\n' });
    expect(stored('2024-10-01')).toEqual(right);
  });

  it('writes JSON lines when asked to', async () => {
    const { stderr } = await fetchDay('2024-10-01', { LOG_FORMAT: 'json' });
    expect(JSON.parse(stderr)).toEqual({
      time: '2026-11-22T13:00:00.000Z',
      level: 'info',
      msg: '2024-10-01: posted',
      day: '2024-10-01',
      outcome: 'posted',
    });
  });
});

describe('a day that is not published as a whole', () => {
  it.each<[EleringFault, RegExp]>([
    ['empty-object', /no prices yet/],
    ['empty-array', /no prices yet/],
    ['no-data', /no prices yet/],
    ['partial', /only 45 of 96 prices/],
    ['all-zero', /all 96 prices are 0/],
    ['truncated', /malformed, not JSON/],
    ['html', /malformed, not JSON but "<!doctype html>/],
    ['missing-area', /no area "ee", only "fi", "lv"/],
    ['null-price', /at data\.ee\[3\]\.price/],
    ['twice', /2026-01-15T01:15:00\+02:00 twice/],
    ['hourly', /only 24 of 96 prices \(they are hourly/],
  ])('ends with 75 and no POST: %s', async (fault, message) => {
    elering.failNext(fault);
    const { code, stderr } = await fetchDay('2026-01-15');
    expect(code).toBe(75);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^error: .*nothing was posted\n$/);
    expect(historyServer.requests).toEqual([]);
    expect(await fetchDay('2026-01-15')).toMatchObject({ code: 0 });
  });

  it('has one hour already before the auction, because the market lives by Central European Time', async () => {
    elering.publishedUntil = Date.parse('2026-11-23T00:00+01:00') / 1000;
    const { code, stderr } = await fetchDay();
    expect({ code, stderr }).toEqual({
      code: 75,
      stderr:
        'error: 2026-11-23: Elering has only 4 of 96 prices (the first one missing is 2026-11-23T01:00:00+02:00); nothing was posted\n',
    });
  });
});

describe('when Elering fails', () => {
  it.each<[string, EleringFault[]]>([
    ['503 with Retry-After', [{ status: 503, retryAfter: '0' }]],
    ['429 with a Retry-After that says nothing', [{ status: 429, retryAfter: 'soon' }]],
    ['503 with a Retry-After in the past', [{ status: 503, retryAfter: 'Thu, 01 Jan 2015 00:00:00 GMT' }]],
    ['429', [{ status: 429 }, { status: 429 }]],
    ['a cut connection', ['reset']],
    ['an answer cut off in the middle', ['cut-off']],
    ['a packed answer that arrived broken', ['corrupt', 'half-packed']],
    ['three failures of three kinds', [{ status: 500 }, 'reset', { status: 504 }]],
  ])('the fetcher tries again after %s', async (_, faults) => {
    elering.failNext(...faults);
    const { code, stderr } = await fetchDay('2024-10-01');
    expect(code).toBe(0);
    expect(stderr.match(/^warning: GET .*; trying again in [\d.]+ s$/gm)).toHaveLength(faults.length);
    expect(historyServer.posts).toHaveLength(1);
  });

  it.each<[EleringFault, RegExp]>([
    ['hang', /Timeout awaiting 'request' for 200ms/],
    ['stall', /Timeout awaiting 'request' for 200ms/],
  ])('an attempt ends in time: %s', async (fault, message) => {
    elering.failNext(fault);
    const { code, stderr } = await fetchDay('2024-10-01', { ATTEMPT_SECONDS: '0.2', RETRIES: '20' });
    expect(code).toBe(0);
    expect(stderr).toMatch(message);
  });

  it.each<[EleringFault, RegExp]>([
    [
      { status: 503, body: 'sorry' },
      /Elering failed: GET http:.*: HTTP 503 Service Unavailable – sorry \(attempt 4\)$/m,
    ],
    ['reset', /Elering failed: .*hang up.* \(attempt 4\)$/m],
  ])('it ends with 69 when that goes on: %j', async (fault, message) => {
    elering.failNext(fault, fault, fault, fault);
    const { code, stderr } = await fetchDay('2024-10-01');
    expect(code).toBe(69);
    expect(stderr).toMatch(message);
    expect(elering.questions).toHaveLength(4);
    expect(historyServer.requests).toEqual([]);
  });

  it.each([400, 403, 404])('it ends with 69 at once when the answer is %i', async (status) => {
    elering.failNext({ status });
    expect(await fetchDay('2024-10-01')).toMatchObject({ code: 69 });
    expect(elering.questions).toHaveLength(1);
  });

  it('it ends with 69 when nobody listens', async () => {
    const { code, stderr } = await fetchDay('2024-10-01', { ELERING_URI: 'http://127.0.0.1:1' });
    expect(code).toBe(69);
    expect(stderr).toMatch(/ECONNREFUSED 127\.0\.0\.1:1 \(attempt 4\)$/m);
  });

  it('follows a redirect of Elering', async () => {
    const elsewhere = new EleringStandIn();
    await elsewhere.start();
    elering.failNext({
      status: 301,
      location: `${elsewhere.uri}/api/nps/price?start=2024-10-01T00:00:00%2B03:00&end=2024-10-01T23:59:59%2B03:00`,
    });
    expect(await fetchDay('2024-10-01')).toMatchObject({ code: 0 });
    await elsewhere.stop();
    expect(elsewhere.questions).toHaveLength(1);
  });

  it('reads no answer without end', async () => {
    elering.failNext({ status: 200, body: ' '.repeat(17 * 1024 * 1024) });
    const { code, stderr } = await fetchDay('2024-10-01');
    expect(code).toBe(69);
    expect(stderr).toMatch(/the answer is longer than 16777216 bytes$/m);
  });

  it('waits as long as Retry-After says', async () => {
    elering.failNext({ status: 503, retryAfter: '1' });
    const { code, stderr } = await fetchDay('2024-10-01');
    expect(code).toBe(0);
    expect(stderr).toMatch(/trying again in 1\.0 s/);
  });

  it.each([
    '3600',
    new Date('2100-01-01').toUTCString(),
  ])('gives up rather than wait past the deadline: Retry-After %s', async (retryAfter) => {
    elering.failNext({ status: 503, retryAfter });
    const { code, stderr } = await fetchDay('2024-10-01');
    expect(code).toBe(69);
    expect(stderr).toMatch(/no time left for another attempt/);
    expect(elering.questions).toHaveLength(1);
  });

  it('the deadline ends what a single attempt would still wait for', async () => {
    elering.failNext('hang');
    const { code, stderr } = await fetchDay('2024-10-01', { DEADLINE_SECONDS: '1' });
    expect(code).toBe(69);
    expect(stderr).toMatch(/no success within the deadline of 1 s/);
  });
});

describe('when the history server fails', () => {
  it.each(['GET', 'POST'] as const)('a %s is tried again after 503 and after a cut connection', async (method) => {
    historyServer.failNext(method, { status: 503, retryAfter: '0' }, 'reset');
    const { code, stderr } = await fetchDay('2024-10-01');
    expect(code).toBe(0);
    expect(stderr.match(new RegExp(`^warning: ${method} `, 'gm'))).toHaveLength(2);
    expect(stored('2024-10-01')).toHaveLength(24);
  });

  it('a POST whose answer was lost is repeated and leaves one whole day', async () => {
    historyServer.failNext('POST', 'reset-after');
    expect(await fetchDay('2024-10-01')).toMatchObject({ code: 0 });
    expect(historyServer.posts).toHaveLength(2);
    expect(stored('2024-10-01')).toHaveLength(24);
  });

  it('a hanging POST is cut short and repeated', async () => {
    historyServer.failNext('POST', 'hang');
    expect(await fetchDay('2024-10-01', { ATTEMPT_SECONDS: '0.2', RETRIES: '20' })).toMatchObject({ code: 0 });
    expect(historyServer.posts).toHaveLength(2);
  });

  it('a restart between two attempts is bridged', async () => {
    historyServer.failNext('POST', { status: 503 });
    let restarted: Promise<void> | undefined;
    const onStderr = (text: string) => {
      if (/POST .*HTTP 503/.test(text)) restarted = historyServer.stop();
      else if (/ECONNREFUSED/.test(text)) restarted = restarted?.then(() => historyServer.start());
    };
    const { code, stderr } = await fetchDay('2024-10-01', { RETRIES: '20', RETRY_WAIT_SECONDS: '0.02' }, { onStderr });
    await restarted;
    expect(code).toBe(0);
    expect(stderr).toMatch(/ECONNREFUSED/);
    expect(stored('2024-10-01')).toHaveLength(24);
  });

  it.each(['GET', 'POST'] as const)('it ends with 74 when %s goes on failing', async (method) => {
    historyServer.failNext(method, ...Array(4).fill({ status: 503, retryAfter: '0' }));
    const { code, stderr } = await fetchDay('2024-10-01');
    expect(code).toBe(74);
    expect(stderr).toMatch(
      new RegExp(`^error: the history server failed: ${method} .*HTTP 503 .*\\(attempt 4\\)$`, 'm'),
    );
    expect(historyServer.days.size).toBe(0);
  });

  it('it ends with 74 at once, and says why, when the day is refused', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Unprocessable Content',
      status: 422,
      detail: 'one record is wrong',
      errors: [{ pointer: '/3/price' }],
    };
    historyServer.failNext('POST', { status: 422, problem });
    const { code, stderr } = await fetchDay('2024-10-01');
    expect(code).toBe(74);
    expect(stderr).toContain(
      'HTTP 422 Unprocessable Entity – Unprocessable Content; one record is wrong; [{"pointer":"/3/price"}]\n',
    );
    expect(historyServer.posts).toHaveLength(1);
  });

  it.each([
    ['GET', 301],
    ['GET', 302],
    ['POST', 301],
    ['POST', 303],
    ['POST', 307],
    ['POST', 308],
  ] as const)('it ends with 74, and sends nothing elsewhere, when %s is answered with a redirect: %i', async (method, status) => {
    const elsewhere = new HistoryServerStandIn();
    await elsewhere.start();
    const location = `${elsewhere.uri.replace('//', '//them:s3cret@')}/api/prices?day=2024-10-01`;
    historyServer.failNext(method, { status, location });
    const { code, stderr } = await fetchDay('2024-10-01');
    await elsewhere.stop();
    expect(elsewhere.requests).toEqual([]);
    expect(code).toBe(74);
    expect(stderr).toMatch(
      new RegExp(
        `${method} ${historyServer.uri}/api/prices\\?day=2024-10-01: HTTP ${status} .* to ${elsewhere.uri}/api/prices\\?day=2024-10-01, which is not followed; is HISTORY_SERVER_URI right\\?$`,
        'm',
      ),
    );
    expect(historyServer.posts).toHaveLength(method === 'POST' ? 1 : 0);
  });

  it.each([
    ['GET', '<html>'],
    ['GET', '{"not":"an array"}'],
    ['POST', ''],
    ['POST', 'OK'],
    ['POST', '{"day":"2024-10-02","records":24}'],
    ['POST', '{"day":"2024-10-01","records":23}'],
  ] as const)('it ends with 74 when %s is answered 200 with %j', async (method, body) => {
    historyServer.failNext(method, { status: 200, body });
    expect(await fetchDay('2024-10-01')).toMatchObject({ code: 74 });
  });

  it('it ends with 74 when nobody listens, after asking Elering once', async () => {
    expect(await fetchDay('2024-10-01', { HISTORY_SERVER_URI: 'http://127.0.0.1:1' })).toMatchObject({ code: 74 });
    expect(elering.questions).toHaveLength(1);
  });

  it('the deadline holds for POST as well', async () => {
    historyServer.failNext('POST', 'hang');
    const { code, stderr } = await fetchDay('2024-10-01', { DEADLINE_SECONDS: '3' });
    expect(code).toBe(74);
    expect(stderr).toMatch(/POST .*: no success within the deadline of 3 s/);
  });
});

describe('messages', () => {
  it('show addresses without their credentials, which are used all the same', async () => {
    const withCredentials = (uri: string) => uri.replace('//', '//fetcher:s3cret@');
    elering.failNext({ status: 500 });
    historyServer.failNext('POST', { status: 403 });
    const env = { HISTORY_SERVER_URI: withCredentials(historyServer.uri), ELERING_URI: withCredentials(elering.uri) };
    const { code, stderr } = await fetchDay('2024-10-01', env);
    expect(code).toBe(74);
    expect(stderr).toContain(`POST ${historyServer.uri}/api/prices?day=2024-10-01: HTTP 403`);
    expect(stderr).not.toMatch(/s3cret|fetcher:/);
    expect(historyServer.authorization).toBe(`Basic ${btoa('fetcher:s3cret')}`);
  });
});
