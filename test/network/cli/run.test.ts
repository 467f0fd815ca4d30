import { Readable, Writable } from 'node:stream';
import { run } from '../../../network/cli/run';
import { version } from '../../../package.json';
import { gridwall, WEB_AND_DB } from './fake-io';

describe('the command line', () => {
  const commands = [
    '',
    'reach',
    'diff',
    'test',
    ...['reach', 'dns', 'route', 'service', 'policies'].map((name) => `explain ${name}`),
  ];

  it.each(commands)('gridwall %s --help teaches by example, and tells the exit codes', async (command) => {
    const { exitCode, stdout, stderr } = await gridwall([...command.split(' ').filter(Boolean), '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`Examples?:\\n  .*gridwall ${command}`));
    expect(stdout).toContain('Exit codes: 0 ');
  });

  it('says its version', async () => expect((await gridwall(['--version'])).stdout).toBe(`${version}\n`));

  it.each<[string[], string]>([
    [[], 'Usage: gridwall'],
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['explain', 'frobnicate'], "unknown command 'frobnicate'"],
    [['reach', '--output', 'xml', '-'], 'Allowed choices are text, json, yaml, md, dot, connlist'],
    [['reach', '--fom', 'prod/web', '-'], 'Did you mean --from?'],
    [['reach', '--grouped', '--output', 'md', '-'], '--grouped goes with'],
    [['reach', '--grouped', '--from', 'prod/web', '-'], '--grouped goes with'],
    [['reach', '--output', 'connlist', '--from', 'prod/web', '-'], 'leave out --from and --to'],
    [['reach', '--from', 'internet', '--to', '10.0.0.0/8', '-'], 'both addresses'],
    [['reach', '--from', 'node', '-'], 'at no end of the listed connections'],
    [['reach', '--from', 'nowhere/*', '-'], 'no workloads in namespace nowhere'],
    [['explain', 'reach', 'prod/web', '-'], '"-" names nothing'],
    [['explain', 'dns', 'db'], "required option '--from <end>' not specified"],
    [['explain', 'reach', 'internet', 'internet:80'], 'neither the internet nor the internet is pods'],
    [['explain', 'policies', 'internet'], 'the internet is no workload'],
    [['explain', 'service', 'prod/web'], 'no workload or Service is called "prod/web[Service]"'],
    [['explain', 'route', 'prod/web'], '"prod/web" is no URL'],
    [['diff', '-', '-'], 'only one of the two'],
    [['test', '-'], "required option '-f, --file <expectations.yaml>' not specified"],
    [['test', '-f', 'no-such-file.yaml', '-'], 'no-such-file.yaml: is not there'],
    [['test', '-f', __dirname, '-'], 'is a folder, not a file'],
  ])('%j is refused with exit code 2 and the reason on stderr', async (argv, reason) => {
    const { exitCode, stdout, stderr } = await gridwall(argv, { stdin: WEB_AND_DB });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(reason);
  });

  it('wants a path, or something piped in', async () => {
    const { exitCode, stderr } = await gridwall(['reach']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('name files or folders, or pipe manifests in');
  });

  it('reads what is piped in, with "-" and without', async () => {
    const { exitCode, stdout } = await gridwall(['reach'], { stdin: WEB_AND_DB });
    expect(exitCode).toBe(0);
    expect((await gridwall(['reach', '-'], { stdin: WEB_AND_DB })).stdout).toBe(stdout);
  });

  it('names all that is wrong with every input, with its place', async () => {
    const { exitCode, stdout, stderr } = await gridwall(['reach', 'no-such-folder', '-'], {
      stdin: 'kind: Pod\nmetadata: {}\n',
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('no-such-folder: is not there [input/missing]');
    expect(stderr).toMatch(/^<stdin>:1: .*apiVersion/m);
  });

  it('lets no name in the input steer the terminal', async () => {
    const stdin = WEB_AND_DB.replace('{name: probe,', '{name: "\\e]0;owned\\a\\e[2J\\nprobe",');
    const { stderr } = await gridwall(['reach'], { stdin });
    expect(stderr).toMatch(/^<stdin>:\d+: Pod "\\u001b\]0;owned\\u0007\\u001b\[2J\\nprobe": metadata.name is .*\n$/);
  });

  it('escapes what other text of the input could steer it with, and colours where there are none', async () => {
    const stdin = WEB_AND_DB.replace('{app: probe}', '{app: "\\e[31m\\e[2J\\x85"}');
    const explain = (form: string) =>
      gridwall(['explain', 'reach', 'test/probe', 'prod/{app=\x1b[31m\x7f}:80', '--output', form], { stdin });
    expect((await explain('text')).stdout).toContain('prod/{app=\\u001b[31m\\u007f}');
    expect(JSON.parse((await explain('json')).stdout).to).toContain('\x1b[31m\x7f');
  });
});

describe('what it writes', () => {
  let said: string;
  beforeEach(() => {
    said = '';
  });
  const withStdout = (stdout: Writable) => {
    const stderr = new Writable({
      write: (text, _encoding, done) => {
        said += text;
        done();
      },
    });
    return run(['reach'], { stdin: Readable.from([Buffer.from(WEB_AND_DB)]), stdout, stderr, env: {} });
  };
  const failing = (code: string) =>
    new Writable({ write: (_text, _encoding, done) => done(Object.assign(new Error(`no more: ${code}`), { code })) });

  it('ends quietly when the reader goes away', async () => {
    expect(await withStdout(failing('EPIPE'))).toBe(0);
    expect(said).toBe('');
  });

  it('says so when it can not be written', async () => {
    expect(await withStdout(failing('ENOSPC'))).toBe(2);
    expect(said).toContain("the output can't be written: no more: ENOSPC");
  });

  it('waits for a slow reader, and loses nothing', async () => {
    let text = '';
    const slow = new Writable({
      highWaterMark: 1,
      write: (piece, _encoding, done) => {
        text += piece;
        setImmediate(done);
      },
    });
    await withStdout(slow);
    expect(text).toBe((await gridwall(['reach'], { stdin: WEB_AND_DB })).stdout);
  });
});
