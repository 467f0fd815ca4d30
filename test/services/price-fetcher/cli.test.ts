import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { BuiltCli, type RunOptions } from './built-cli';
import { EleringStandIn } from './elering-stand-in';
import { HistoryServerStandIn } from './history-server-stand-in';

jest.setTimeout(120_000); // a busy machine is no failure

const elering = new EleringStandIn();
const historyServer = new HistoryServerStandIn();
let cli: BuiltCli;

beforeAll(async () => {
  cli = new BuiltCli();
  await Promise.all([elering.start(), historyServer.start()]);
});
afterAll(async () => {
  cli.remove();
  await Promise.all([elering.stop(), historyServer.stop()]);
});
beforeEach(() => {
  elering.reset();
  historyServer.reset();
});

const environment = () => ({
  HISTORY_SERVER_URI: historyServer.uri,
  ELERING_URI: elering.uri,
  RETRY_WAIT_SECONDS: '0.01',
  RETRIES: '2',
});
const run = ({ env, ...rest }: RunOptions) => cli.run({ env: { ...environment(), ...env }, ...rest });

/** The exit code of a run whose output nobody reads. */
async function codeUnread(options: RunOptions): Promise<number | null> {
  const { child, ended } = cli.start(options);
  ended.catch(() => undefined); // its output is not there to be collected
  child.stdout!.destroy();
  child.stderr!.destroy();
  const [code] = await once(child, 'exit');
  return code;
}

describe('the built price-fetcher', () => {
  it('ends with 0 when the day is on the history server', async () => {
    expect(await run({ args: ['--day', '2024-10-01'] })).toEqual({
      code: 0,
      stdout: '',
      stderr: '2024-10-01: posted\n',
    });
  });

  it('ends with 75 when the day is not published', async () => {
    elering.failNext('empty-object');
    expect(await run({ args: ['--day', '2024-10-01'] })).toMatchObject({ code: 75 });
  });

  it('ends with 69 when Elering fails', async () => {
    elering.failNext({ status: 500 }, { status: 500 }, { status: 500 });
    expect(await run({ args: ['--day', '2024-10-01'] })).toMatchObject({ code: 69 });
  });

  it('ends with 74 when the history server fails', async () => {
    historyServer.failNext('POST', { status: 503 }, { status: 503 }, { status: 503 });
    expect(await run({ args: ['--day', '2024-10-01'] })).toMatchObject({ code: 74 });
  });

  it('ends with 78 and one message for all problems when the configuration is wrong', async () => {
    const { code, stdout, stderr } = await cli.run({ env: { AREA: 'se' }, args: ['--day', 'soon'] });
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr).toMatch(
      /^error: wrong configuration, 3 problems:\n {2}HISTORY_SERVER_URI: .*\n {2}AREA: .*\n {2}--day: .*\n$/,
    );
  });

  it.each([
    ['--dya'],
    ['2024-10-01'],
    ['--day'],
  ])('ends with 78 and points to --help when the command line is wrong: %s', async (...args) => {
    const { code, stdout, stderr } = await run({ args });
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr).toMatch(/^error: (.*\n)+\(see price-fetcher --help\)\n$/);
  });

  it.each([
    ['--day', '2024-10-01', '--day', '2024-10-02'],
    ['--day', '2024-10-01', '--day=2024-10-01'],
    ['--from', '2024-10-01', '--from', '2024-10-01'],
    ['--from', '2024-10-01', '--to', '2024-10-02', '--to', '2024-10-03'],
    ['--from', '2024-10-01', '--concurrency', '1', '--concurrency', '2'],
  ])('ends with 78 when an option is given twice, and asks nobody: %s %s %s %s %s %s', async (...args) => {
    const { code, stderr } = await run({ args });
    expect(code).toBe(78);
    expect(stderr).toMatch(/^error: .*--(day|from|to|concurrency) .* is invalid. It is given twice; give it once\n/);
    expect(elering.questions).toEqual([]);
  });

  it.each([
    ['--day', '2024-10-01', 0],
    ['--day', 'soon', 78],
  ])('with nobody who reads its messages, %s %s ends with %i all the same', async (option, value, code) => {
    expect(await codeUnread({ env: environment(), args: [option, value] })).toBe(code);
  });

  it('with nobody who reads its help, ends with 0 all the same', async () => {
    expect(await codeUnread({ args: ['--help'] })).toBe(0);
  });

  it('ends with 1 for what nobody foresaw', async () => {
    const { code, stderr } = await run({ now: 'never', args: ['--day', '2024-10-01'] });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: a bug in price-fetcher \d/);
  });

  it('tells its version, and teaches by example, without any configuration', async () => {
    const { version } = JSON.parse(readFileSync(`${__dirname}/../../../services/price-fetcher/package.json`, 'utf8'));
    expect(await cli.run({ args: ['--version'] })).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    const { code, stdout, stderr } = await cli.run({ args: ['--help'] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Examples:\n {2}price-fetcher .*\n {2}price-fetcher --day 2024-10-01 /);
  });

  it('documents every exit code and every variable in --help and in the README alike', async () => {
    const readme = readFileSync(`${__dirname}/../../../services/price-fetcher/README.md`, 'utf8');
    const { stdout } = await cli.run({ args: ['--help'] });
    const sources = ['config.ts', 'exit-codes.ts'].map((file) =>
      readFileSync(`${__dirname}/../../../services/price-fetcher/src/${file}`, 'utf8'),
    );
    const variables = sources[0]!.match(/^ {2}[A-Z]+(_[A-Z]+)*(?=:)/gm)!.map((name) => name.trim());
    const codes = sources[1]!.match(/(?<=^ {2}[A-Z_]+: )\d+(?=,)/gm)!;
    expect([variables.length, codes.length]).toEqual([8, 8]);
    for (const name of variables) for (const text of [stdout, readme]) expect(text).toContain(name);
    for (const code of codes) {
      expect(stdout).toMatch(new RegExp(`^ *(\\d+, )?${code}[ ,]`, 'm'));
      expect(readme).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'));
    }
  });

  describe.each(['UTC', 'America/Los_Angeles', 'Asia/Tokyo'])('in a container that lives by %s', (TZ) => {
    it.each([
      ['2026-11-22T21:59:59Z', '2026-11-23'],
      ['2026-11-22T22:00:00Z', '2026-11-24'],
      ['2026-10-24T12:00:00Z', '2026-10-25'],
    ])('fetches at %s the tomorrow of Estonia, %s', async (now, tomorrow) => {
      expect(await run({ now, env: { TZ } })).toMatchObject({ code: 0, stderr: `${tomorrow}: posted\n` });
      expect([...historyServer.days.keys()]).toEqual([tomorrow]);
      const [first] = historyServer.days.get(tomorrow) as { estonian_time: string }[];
      expect(first!.estonian_time).toMatch(`${tomorrow}T00:00:00`);
    });
  });

  it.each([
    ['SIGTERM', 143, 'Elering'],
    ['SIGINT', 130, 'Elering'],
    ['SIGTERM', 143, 'the history server'],
  ] as const)('%s ends it with %i and a message while it waits for %s', async (signal, code, whom) => {
    if (whom === 'Elering') elering.failNext('hang');
    else historyServer.failNext('GET', 'hang');
    const { child, ended } = cli.start({ env: environment(), args: ['--day', '2024-10-01'] });
    const asked = () => (whom === 'Elering' ? elering.questions : historyServer.requests).length > 0;
    while (!asked()) await new Promise((next) => setTimeout(next, 5));
    child.kill(signal);
    expect(await ended).toEqual({
      code,
      stdout: '',
      stderr: `error: ended by ${signal}: days already posted stay, the same command does the rest\n`,
    });
  });

  it('SIGTERM ends the wait before a retry too', async () => {
    elering.failNext({ status: 503, retryAfter: '300' });
    const { child, ended } = cli.start({ env: environment(), args: ['--day', '2024-10-01'] });
    child.stderr!.once('data', () => child.kill('SIGTERM'));
    const { code, stderr } = await ended;
    expect(code).toBe(143);
    expect(stderr).toMatch(/trying again in 300\.0 s\nerror: ended by SIGTERM/);
  });

  it('killed at any moment of a back-fill, it leaves only whole days, and the next run completes them', async () => {
    const args = ['--from', '2026-01-01', '--to', '2026-02-28'];
    for (const posts of [1, 10, 30]) {
      historyServer.reset();
      const { child, ended } = cli.start({ env: environment(), args });
      while (historyServer.posts.length < posts) await new Promise((next) => setTimeout(next, 1));
      child.kill('SIGKILL');
      await ended;
      for (const records of historyServer.days.values()) expect(records).toHaveLength(96);
      const before = [...historyServer.days.keys()];
      historyServer.requests.length = 0;
      expect(await run({ args })).toMatchObject({ code: 0 });
      expect(historyServer.days.size).toBe(59);
      expect(historyServer.posts.filter((post) => before.some((day) => post.endsWith(day)))).toEqual([]);
    }
  });
});
