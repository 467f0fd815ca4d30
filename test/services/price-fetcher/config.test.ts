import { type RawOptions, readConfig } from '../../../services/price-fetcher/src/config';
import { ConfigError } from '../../../services/price-fetcher/src/exit-codes';

const now = new Date('2026-11-22T10:00:00Z');
const enough = { HISTORY_SERVER_URI: 'http://history-server.production.svc.cluster.local:80' };
const read = (env: Record<string, string>, options: RawOptions = {}, at = now) =>
  readConfig({ ...enough, ...env }, options, at);

function problemsOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs nothing but the address of the history server', () => {
    expect(readConfig(enough, {}, now)).toEqual({
      historyServer: new URL('http://history-server.production.svc.cluster.local/'),
      elering: new URL('https://dashboard.elering.ee/'),
      area: 'ee',
      days: { from: '2026-11-23', to: '2026-11-23' },
      backFill: false,
      concurrency: 4,
      deadlineSeconds: 600,
      attemptSeconds: 30,
      retries: 8,
      retryWaitSeconds: 1,
      logFormat: 'human',
    });
  });

  it.each([
    ['http://history-server:8080', 'http://history-server:8080/'],
    ['http://history-server:8080/', 'http://history-server:8080/'],
    ['http://history-server:8080//', 'http://history-server:8080/'],
    ['https://example.org/prices', 'https://example.org/prices/'],
    ['https://example.org/prices/\n', 'https://example.org/prices/'],
    ['http://user:secret@127.0.0.1:8080', 'http://user:secret@127.0.0.1:8080/'],
  ])('takes %j as the address %s', (text, href) => {
    expect(read({ HISTORY_SERVER_URI: text }).historyServer.href).toBe(href);
    expect(read({ ELERING_URI: text }).elering.href).toBe(href);
  });

  it.each([
    ['2026-11-22T21:59:59Z', '2026-11-23'],
    ['2026-11-22T22:00:00Z', '2026-11-24'],
    ['2026-06-30T20:59:59Z', '2026-07-01'],
    ['2026-06-30T21:00:00Z', '2026-07-02'],
    ['2026-10-24T21:30:00Z', '2026-10-26'],
    ['2026-12-31T12:00:00Z', '2027-01-01'],
  ])('at %s means %s by tomorrow', (at, tomorrow) => {
    expect(read({}, {}, new Date(at)).days).toEqual({ from: tomorrow, to: tomorrow });
  });

  it('takes one day, or a span that ends today unless told otherwise', () => {
    expect(read({}, { day: '2024-10-01' })).toMatchObject({
      days: { from: '2024-10-01', to: '2024-10-01' },
      backFill: false,
    });
    expect(read({}, { from: '2024-10-01' })).toMatchObject({
      days: { from: '2024-10-01', to: '2026-11-22' },
      backFill: true,
    });
    expect(read({}, { from: '2024-10-01', to: '2024-10-01' })).toMatchObject({ backFill: true });
    expect(read({}, { from: '2024-10-01', to: '2026-11-23' }).days.to).toBe('2026-11-23');
  });

  it('names all problems at once, each with the value and what would be right', () => {
    const env = {
      HISTORY_SERVER_URI: undefined,
      ELERING_URI: 'ftp://x',
      AREA: 'se',
      DEADLINE_SECONDS: '10m',
      LOG_FORMAT: '',
    };
    expect(problemsOf(() => readConfig(env, { day: '2024-02-30', concurrency: '0' }, now))).toEqual([
      'HISTORY_SERVER_URI: is not set: give the address of the history server, such as http://history-server.production.svc.cluster.local:80',
      'ELERING_URI: "ftp://x" is no http:// or https:// address: leave it out for https://dashboard.elering.ee',
      'AREA: "se" is not one of ee, fi, lv, lt',
      'DEADLINE_SECONDS: "10m" is not a whole number from 1 to 86400',
      'LOG_FORMAT: "" is not one of human, json',
      '--day: "2024-02-30" is no day of the calendar written YYYY-MM-DD',
      '--concurrency: "0" is not a whole number from 1 to 32',
      '--concurrency: needs --from as well',
    ]);
  });

  it.each<Record<string, string>>([
    { HISTORY_SERVER_URI: '' },
    { HISTORY_SERVER_URI: 'history-server:80' },
    { HISTORY_SERVER_URI: '/api/prices' },
    { HISTORY_SERVER_URI: 'http://' },
    { HISTORY_SERVER_URI: 'tcp://10.0.0.1:80' },
    { HISTORY_SERVER_URI: 'http://history-server/api/prices?day=' },
    { HISTORY_SERVER_URI: 'http://history-server/#x' },
    { ELERING_URI: '' },
    { AREA: 'EE' },
    { DEADLINE_SECONDS: '0' },
    { DEADLINE_SECONDS: '-1' },
    { ATTEMPT_SECONDS: 'Infinity' },
    { RETRIES: '1.5' },
    { RETRY_WAIT_SECONDS: '' },
  ])('refuses %j', (env) => {
    expect(problemsOf(() => read(env))).toEqual([expect.stringMatching(`^${Object.keys(env)[0]}: `)]);
  });

  it.each<[RawOptions, string]>([
    [{ day: '2024-10-01', from: '2024-10-01' }, '--day: give either'],
    [{ day: '2024-10-01', to: '2024-10-01' }, '--day: give either'],
    [{ to: '2024-10-01' }, '--to: needs --from'],
    [{ concurrency: '2' }, '--concurrency: needs --from'],
    [{ day: '2024-10-01', concurrency: '2' }, '--concurrency: needs --from'],
    [{ from: '2024-10-02', to: '2024-10-01' }, '--from: 2024-10-02 is after --to 2024-10-01'],
    [{ from: '2026-11-23' }, '--from: 2026-11-23 is after --to 2026-11-22'],
    [{ day: '2026-11-24' }, '--day: 2026-11-24 is after tomorrow (2026-11-23)'],
    [{ from: '2026-11-01', to: '2026-11-24' }, '--to: 2026-11-24 is after tomorrow (2026-11-23)'],
    [{ day: '1999-12-31' }, '--day: 1999-12-31 is before 2010-01-01'],
    [{ day: 'yesterday' }, '--day: "yesterday" is no day'],
  ])('refuses %j', (options, message) => {
    expect(problemsOf(() => read({}, options)).join('\n')).toContain(message);
  });

  it('never shows a password, not even of an address that it cannot read', () => {
    const problems = problemsOf(() =>
      read({ HISTORY_SERVER_URI: 'http://user:secret@[', ELERING_URI: 'http://user:se/cret@x' }),
    );
    expect(problems).toHaveLength(2);
    expect(problems.join('\n')).not.toMatch(/user|se.?cret/);
  });
});
