import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const workspace = resolve(__dirname, '../../../services/price-fetcher');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
}

export interface RunOptions {
  args?: string[];
  env?: Record<string, string>;
  /** What the process takes for the present time, as ISO 8601. */
  now?: string;
}

/** The price fetcher as the image has it, one bundled file, built by the workspace's own script into a directory of its own. */
export class BuiltCli {
  private readonly directory = mkdtempSync(join(tmpdir(), 'price-fetcher-'));
  readonly file = join(this.directory, 'price-fetcher.js');

  constructor() {
    execFileSync('npm', ['run', 'build', '--silent', '--', `--outfile=${this.file}`, '--log-level=error'], {
      cwd: workspace,
      stdio: 'pipe',
    });
  }

  /** Starts it with exactly this environment. */
  start({ args = [], env = {}, now }: RunOptions = {}): Running {
    const child = spawn(process.execPath, [...(now ? ['--require', this.clockAt(now)] : []), this.file, ...args], {
      env,
    });
    const exited = new Promise<number | null>((done) => child.once('close', done));
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    const ended = Promise.all([exited, output]).then(([code, [stdout, stderr]]) => ({ code, stdout, stderr }));
    return { child, ended };
  }

  run(options?: RunOptions): Promise<Ended> {
    return this.start(options).ended;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private clockAt(now: string): string {
    const file = join(this.directory, `clock-${Date.parse(now)}.js`);
    writeFileSync(file, `Date.now = () => ${Date.parse(now)};\n`);
    return file;
  }
}
