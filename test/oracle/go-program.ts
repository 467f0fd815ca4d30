import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = process.cwd();
const OUTPUT_LIMIT = 2 ** 30;

/** A program in Go whose sources are in a folder beside this file; compiled into `.cache/oracle`. */
export class GoProgram {
  private readonly binary: string;

  constructor(private readonly folder: string) {
    this.binary = join(ROOT, '.cache/oracle', folder);
  }

  /** Compiles it, where its sources have changed. @throws Error with the compiler's words, or if there is no Go */
  build(): void {
    run('go', ['build', '-trimpath', '-o', this.binary, '.'], '', join(ROOT, 'test/oracle', this.folder));
  }

  /** The lines that it answers. @throws Error with its words */
  ask(lines: readonly unknown[], args: readonly string[] = []): string[] {
    const input = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const answers = run(this.binary, args, input).split('\n').slice(0, -1);
    if (answers.length !== lines.length)
      throw new Error(`${this.folder} gave ${answers.length} answers to ${lines.length} lines`);
    return answers;
  }
}

function run(file: string, args: readonly string[], input: string, cwd = ROOT): string {
  const { error, status, stdout, stderr } = spawnSync(file, args, {
    input,
    cwd,
    encoding: 'utf8',
    maxBuffer: OUTPUT_LIMIT,
  });
  if (error) throw new Error(`${file}: can't be run: ${error.message}`);
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ended with ${status}\n${stderr}`);
  return stdout;
}
