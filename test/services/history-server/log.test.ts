import { closeSync, existsSync, openSync } from 'node:fs';
import { Writable } from 'node:stream';
import { LogOutput } from '../../../services/history-server/src/log-output';
import { ServerProcess, temporaryFolder, until } from './support';

jest.setTimeout(60_000);

/** A stream that takes nothing until told to. */
function stalledStream() {
  const taken: string[] = [];
  let take: (() => void) | undefined;
  const stream = new Writable({
    decodeStrings: false,
    write(text, _, done) {
      take = () => {
        taken.push(text);
        done();
      };
    },
  });
  return { stream, taken, take: () => take?.() };
}

describe('the output of the log', () => {
  const outputs: LogOutput[] = [];
  const output = (...args: ConstructorParameters<typeof LogOutput>) => {
    const made = new LogOutput(...args);
    outputs.push(made);
    return made;
  };

  afterEach(() => {
    for (const made of outputs.splice(0)) made.close();
  });

  it('hands lines over in batches, whole and in order', async () => {
    const { stream, taken, take } = stalledStream();
    const log = output(stream, () => {});
    log.write('first\n');
    log.write('second\n');
    expect(taken).toEqual([]);
    log.flush();
    take();
    expect(taken).toEqual(['first\nsecond\n']);
  });

  it('brings a single line by itself, soon', async () => {
    const { stream, taken, take } = stalledStream();
    output(stream, () => {}).write('alone\n');
    await until(() => {
      take();
      return taken.length > 0;
    });
    expect(taken).toEqual(['alone\n']);
  });

  it('drops lines rather than keep them without bound while nobody reads, and says how many once somebody does', () => {
    const { stream, taken, take } = stalledStream();
    const log = output(stream, () => {});
    const line = `${'x'.repeat(99)}\n`;
    for (let i = 0; i < 100_000; i++) log.write(line);
    log.flush();
    expect(stream.writableLength).toBeLessThan(2 * 1024 * 1024);
    while (stream.writableLength > 0) take();
    log.write('last\n');
    log.flush();
    while (stream.writableLength > 0) take();
    const lines = taken.join('').split('\n').slice(0, -1);
    const report = JSON.parse(lines.at(-2) as string);
    expect(report).toMatchObject({ level: 40, msg: 'lines of this log were dropped: they were not read in time' });
    expect(lines.length - 2 + report.dropped).toBe(100_000);
    expect(lines.at(-1)).toBe('last');
  });

  it('says once that it broke, and takes lines as before', async () => {
    const complaints: string[] = [];
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('no space')) });
    const log = output(stream, (complaint) => complaints.push(complaint));
    for (let i = 0; i < 3; i++) {
      log.write('line\n');
      log.flush();
      await new Promise(setImmediate);
    }
    expect(complaints).toEqual(['standard output failed: no space. Nothing more is logged.\n']);
    expect(stream.writableLength).toBeLessThan(100);
  });
});

describe('the server process', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  beforeAll(async () => {
    folder = await temporaryFolder();
  });

  afterAll(() => folder.remove());

  const alive = async (server: ServerProcess) => expect((await fetch(`${server.url}/healthz`)).status).toBe(200);

  (existsSync('/dev/full') ? it : it.skip)('serves and stops as ever when its log goes to a full disk', async () => {
    const full = openSync('/dev/full', 'w');
    const server = await ServerProcess.start({ DATA_DIR: folder.path }, { output: full, preload: 'report-port' });
    closeSync(full);
    await until(() => server.log.find((line) => line.includes('ENOSPC')));
    await alive(server);
    server.child.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(server.log.filter((line) => line.includes('Nothing more is logged'))).toHaveLength(1);
  });

  it('serves and stops as ever when the reader of its log goes away, and standard error with it', async () => {
    const server = await ServerProcess.start({ DATA_DIR: folder.path });
    server.child.stdout?.destroy();
    server.child.stderr?.destroy();
    for (let i = 0; i < 50; i++) await alive(server);
    server.child.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  it('serves as ever when the reader of its log stops reading', async () => {
    const server = await ServerProcess.start({ DATA_DIR: folder.path });
    server.child.stdout?.pause();
    // A megabyte, several times what fits into the pipe.
    const headers = { 'X-Request-Id': 'x'.repeat(128) };
    for (let i = 0; i < 5000; i++) await (await fetch(`${server.url}/version`, { headers })).arrayBuffer();
    await alive(server);
  });
});
