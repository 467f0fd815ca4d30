import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Supervised } from '../control-plane/supervised';

const POLL_MS = 20;

/** How a program in a namespace ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A network of its own, and mounts of its own. It has no name and is held by one program that does nothing: the kernel
 * removes it, with its links, routes and rules, when the last program in it has ended.
 */
export class NetworkNamespace {
  private readonly launched: string[] = [];

  private constructor(
    private readonly supervised: Supervised,
    readonly name: string,
    /** Of the program that holds it. */
    readonly pid: number,
  ) {}

  /** @param setUp commands for the shell, run in it at first @throws Error with what they said, if they fail */
  static async start(supervised: Supervised, name: string, setUp: readonly string[]): Promise<NetworkNamespace> {
    const ready = join(supervised.folder, `${name}.pid`);
    const script = [
      'ip link set lo up',
      ...setUp,
      `echo $$ > ${ready}.part`,
      `mv ${ready}.part ${ready}`,
      'exec sleep infinity',
    ];
    supervised.start(name, 'unshare', ['--net', '--mount', '--', 'sh', '-euc', script.join('\n')]);
    while (!existsSync(ready)) {
      await supervised.mustRun(name);
      await sleep(POLL_MS);
    }
    return new NetworkNamespace(supervised, name, Number(await readFile(ready, 'utf8')));
  }

  /** What a command is preceded by to run in here. */
  get inside(): readonly string[] {
    return ['nsenter', `--target=${this.pid}`, '--net', '--mount', '--'];
  }

  /** Standard output of a command. @throws Error with what it said, if it fails */
  async run(command: readonly string[], input = '', env: NodeJS.ProcessEnv = process.env): Promise<string> {
    const { code, stdout, stderr } = await this.try(command, input, env);
    if (code !== 0) throw new Error(`"${command.join(' ')}" in ${this.name} ended with ${code}:\n${stderr}`);
    return stdout;
  }

  /** The same for a command that may fail. */
  async try(command: readonly string[], input = '', env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
    const [file, ...args] = [...this.inside, ...command];
    const child = spawn(file!, args, { env });
    child.stdin.on('error', () => {}); // a program that fails early does not read to the end
    child.stdin.end(input);
    const [[code], stdout, stderr] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
    return { code, stdout, stderr };
  }

  /** Starts a program that ends with the cluster. @param name unique in the namespace @param env all its variables */
  launch(name: string, command: readonly string[], env: Readonly<Record<string, string>> = {}): void {
    const variables = Object.entries(env).map(([key, value]) => `${key}=${value}`);
    const [file, ...args] = [...this.inside, 'env', '-i', `PATH=${process.env.PATH}`, ...variables, ...command];
    this.supervised.start(this.programName(name), file!, args);
    this.launched.push(this.programName(name));
  }

  /** Kills what was launched, which may take its time when asked to end; resolves when it has ended. */
  async killAll(): Promise<void> {
    for (const name of this.launched) await this.supervised.kill(name, 'SIGKILL');
  }

  /** What a program has said so far. @throws Error if it has ended */
  async said(name: string): Promise<string> {
    await this.supervised.mustRun(this.programName(name));
    return readFile(join(this.supervised.folder, `${this.programName(name)}.log`), 'utf8').catch(() => '');
  }

  private programName(name: string): string {
    return `${this.name}.${name}`;
  }
}
