import { setTimeout as sleep } from 'node:timers/promises';
import { EleringStandIn } from './elering-stand-in';
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

const backFill = (from: string, to: string, more: Partial<InProcess> = {}) =>
  runInProcess({
    args: ['--from', from, '--to', to, '--concurrency', '8'],
    env: { HISTORY_SERVER_URI: historyServer.uri, ELERING_URI: elering.uri, RETRY_WAIT_SECONDS: '0.01', RETRIES: '3' },
    ...more,
  });

const countsOf = (days: Iterable<[string, unknown]>): Record<string, number> =>
  Object.fromEntries([...days].map(([day, records]) => [day, (records as unknown[]).length]));

describe('a back-fill', () => {
  it('of a year and more asks month by month and posts every day once', async () => {
    const { code, stderr } = await backFill('2024-12-15', '2026-01-10');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^2024-12-15 to 2026-01-10: 392 days posted, 0 unchanged, 0 not complete$/m);

    expect(historyServer.posts).toHaveLength(392);
    const counts = countsOf(historyServer.days);
    expect(Object.keys(counts)).toHaveLength(392);
    expect(counts).toMatchObject({
      '2025-03-30': 23,
      '2025-09-30': 24,
      '2025-10-01': 93,
      '2025-10-02': 96,
      '2025-10-26': 100,
      '2026-01-10': 96,
    });
    const odd = Object.entries(counts).filter(([day, count]) => count !== (day < '2025-10-01' ? 24 : 96));
    expect(odd.map(([day]) => day).sort()).toEqual(['2025-03-30', '2025-10-01', '2025-10-26']);

    expect(elering.questions).toHaveLength(14);
    expect(elering.questions[0]).toEqual({ start: '2024-12-15T00:00:00+02:00', end: '2024-12-31T23:59:59+02:00' });
    expect(elering.questions[3]).toEqual({ start: '2025-03-01T00:00:00+02:00', end: '2025-03-31T23:59:59+03:00' });
    expect(elering.questions.at(-1)).toEqual({ start: '2026-01-01T00:00:00+02:00', end: '2026-01-10T23:59:59+02:00' });
  });

  it('stores the same as fetching the days one by one', async () => {
    await backFill('2025-10-25', '2025-10-27');
    const together = new Map(historyServer.days);
    historyServer.reset();
    const env = { HISTORY_SERVER_URI: historyServer.uri, ELERING_URI: elering.uri };
    for (const day of together.keys()) await runInProcess({ args: ['--day', day], env });
    expect(countsOf(together)).toEqual({ '2025-10-25': 96, '2025-10-26': 100, '2025-10-27': 96 });
    expect(historyServer.days).toEqual(together);
  });

  it('that was interrupted can be run again and posts only what is missing', async () => {
    const onStderr = (text: string, sigterm: () => void) => {
      if (text.startsWith('2026-01-01 to 2026-01-31')) sigterm();
    };
    const first = await backFill('2026-01-01', '2026-03-31', { onStderr });
    expect(first.code).toBe(143);
    expect(first.stderr).toMatch(
      /^error: ended by SIGTERM: days already posted stay, the same command does the rest$/m,
    );
    const done = new Set(historyServer.days.keys());
    expect(done.size).toBeGreaterThanOrEqual(31);
    expect(done.size).toBeLessThan(90);

    historyServer.requests.length = 0;
    expect(await backFill('2026-01-01', '2026-03-31')).toMatchObject({ code: 0 });
    expect(historyServer.days.size).toBe(90);
    expect(historyServer.posts).toHaveLength(90 - done.size);
    expect(historyServer.posts.filter((post) => done.has(post.slice(-10)))).toEqual([]);

    historyServer.requests.length = 0;
    expect(await backFill('2026-01-01', '2026-03-31')).toMatchObject({ code: 0 });
    expect(historyServer.posts).toEqual([]);
  });

  it('does all other days when some are not published, names those and ends with 75', async () => {
    elering.publishedUntil = Date.parse('2026-11-22T00:00+02:00') / 1000;
    const { code, stderr } = await backFill('2026-11-20', '2026-11-23');
    expect(code).toBe(75);
    expect([...historyServer.days.keys()].sort()).toEqual(['2026-11-20', '2026-11-21']);
    expect(stderr).toMatch(
      /^warning: 2026-11-22: Elering has no prices yet; nothing was posted\nwarning: 2026-11-23: /m,
    );
    expect(stderr).toMatch(/^error: not every day from 2026-11-20 to 2026-11-23 is complete at Elering$/m);
  });

  it('goes on with the next month after an answer that makes no sense', async () => {
    elering.failNext('html');
    const { code } = await backFill('2026-01-31', '2026-02-01');
    expect(code).toBe(75);
    expect([...historyServer.days.keys()]).toEqual(['2026-02-01']);
  });

  it('ends at once, with 69, when Elering fails', async () => {
    elering.failNext({ status: 403 });
    expect(await backFill('2026-01-31', '2026-02-01')).toMatchObject({ code: 69 });
    expect(historyServer.requests).toEqual([]);
  });

  it('ends with 74 when the history server fails, and asks no more for the rest', async () => {
    historyServer.delay = 10;
    historyServer.failNext('POST', { status: 403 });
    expect(await backFill('2026-01-01', '2026-03-31')).toMatchObject({ code: 74 });
    await sleep(300); // days still in work may end, others must not begin
    expect(elering.questions).toHaveLength(1);
    expect(historyServer.posts.length).toBeLessThanOrEqual(8);
  });

  it('survives failures here and there', async () => {
    elering.failNext({ status: 503, retryAfter: '0' }, 'reset');
    historyServer.failNext('GET', 'reset', { status: 503 });
    historyServer.failNext('POST', 'reset-after', { status: 503, retryAfter: '0' }, 'reset');
    expect(await backFill('2026-01-01', '2026-01-31')).toMatchObject({ code: 0 });
    expect(historyServer.days.size).toBe(31);
  });

  it('has as many requests in flight as allowed, never more', async () => {
    historyServer.delay = 50;
    const { code } = await backFill('2026-01-01', '2026-01-31', {
      args: ['--from', '2026-01-01', '--to', '2026-01-31', '--concurrency', '3'],
    });
    expect(code).toBe(0);
    expect(historyServer.mostInFlight).toBe(3);
  });

  it('draws a bar on a terminal, and no bar in a log', async () => {
    const onTerminal = await backFill('2026-01-30', '2026-02-02', { isTerminal: true });
    expect(onTerminal.stderr.split('\r').slice(1)).toEqual([
      '[------------------------------] 0/4 days',
      '[#######-----------------------] 1/4 days',
      '[###############---------------] 2/4 days',
      '[######################--------] 3/4 days',
      '[##############################] 4/4 days\n',
      '\u001b[K2026-01-30 to 2026-02-02: 4 days posted, 0 unchanged, 0 not complete\n',
    ]);

    historyServer.days.clear();
    const inLog = await backFill('2026-01-30', '2026-02-02');
    expect(inLog.stderr.split('\n')).toEqual([
      'back-fill of 4 days',
      '2026-01-30 to 2026-01-31: 2 posted, 0 unchanged so far',
      '2026-02-01 to 2026-02-02: 4 posted, 0 unchanged so far',
      '2026-01-30 to 2026-02-02: 4 days posted, 0 unchanged, 0 not complete',
      '',
    ]);
  });

  it('stays with JSON lines on a terminal when those are asked for', async () => {
    const env = { HISTORY_SERVER_URI: historyServer.uri, ELERING_URI: elering.uri, LOG_FORMAT: 'json' };
    const { stderr } = await backFill('2026-01-31', '2026-02-01', { env, isTerminal: true });
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({
      level: 'info',
      from: '2026-01-31',
      to: '2026-02-01',
      posted: 2,
      unchanged: 0,
    });
  });
});
