import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TAIL_LINES = 15;

interface Exit {
  readonly name: string;
  readonly code: number | string | null;
  readonly signal: NodeJS.Signals | null;
}

/** Programs with a temporary folder, of which nothing is left when this process has ended, however it ends. */
export class Supervised {
  private readonly exits = new Map<string, Exit>();

  private constructor(
    readonly folder: string,
    private readonly supervisor: ChildProcess,
  ) {
    supervisor.on('message', ({ exited }: { exited: Exit }) => this.exits.set(exited.name, exited));
  }

  /** @param parent where the folder is made */
  static async begin(parent = tmpdir()): Promise<Supervised> {
    const folder = await mkdtemp(join(parent, 'gridwall-cluster-'));
    // Detached: a Ctrl-C at the terminal is not for the one that cleans up after it.
    return new Supervised(folder, fork(join(__dirname, 'supervisor.mjs'), [folder], { detached: true }));
  }

  start(name: string, file: string, args: readonly string[]): void {
    this.exits.delete(name);
    this.supervisor.send({ start: { name, file, args, log: this.log(name) } });
  }

  /** Sends a signal to a program and all that it started; resolves when it has ended. */
  async kill(name: string, signal: NodeJS.Signals): Promise<void> {
    this.supervisor.send({ kill: { name, signal } });
    while (!this.exits.has(name)) await once(this.supervisor, 'message');
  }

  /** @throws Error with the end of what a program said, if it has ended */
  async mustRun(name: string): Promise<void> {
    const exit = this.exits.get(name);
    if (!exit) return;
    const said = (await readFile(this.log(name), 'utf8')).trimEnd().split('\n').slice(-TAIL_LINES);
    throw new Error(`${name} ended with ${exit.code ?? exit.signal}:\n${said.join('\n')}`);
  }

  /** Stops the programs, last started first, and removes the folder. */
  async end(): Promise<void> {
    if (this.supervisor.exitCode !== null) return;
    const exited = once(this.supervisor, 'exit');
    this.supervisor.disconnect();
    const [code] = await exited;
    if (code !== 0) throw new Error(`the supervisor of ${this.folder} ended with ${code}`);
  }

  private log(name: string): string {
    return join(this.folder, `${name}.log`);
  }
}
