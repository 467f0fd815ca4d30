import { run } from '../../../services/price-fetcher/src/cli';
import { InterruptedError } from '../../../services/price-fetcher/src/exit-codes';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

export interface InProcess {
  args?: string[];
  env: Record<string, string>;
  now?: string;
  isTerminal?: boolean;
  /** Called with each line or piece that the run writes to stderr; may end the run as SIGTERM would. */
  onStderr?: (text: string, sigterm: () => void) => void;
}

/** A run without a process of its own. */
export async function runInProcess({
  args = [],
  env,
  now = '2026-11-22T13:00:00Z',
  isTerminal = false,
  onStderr,
}: InProcess): Promise<Ran> {
  const interrupt = new AbortController();
  const output = { stdout: '', stderr: '' };
  const code = await run(args, {
    env,
    now: () => new Date(now),
    stdout: (text) => {
      output.stdout += text;
    },
    stderr: (text) => {
      output.stderr += text;
      onStderr?.(text, () => interrupt.abort(new InterruptedError('SIGTERM')));
    },
    isTerminal,
    interrupt: interrupt.signal,
  });
  return { code, ...output };
}
