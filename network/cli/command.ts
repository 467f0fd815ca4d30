import type { ExitCode } from './exit-code';
import type { Io } from './io';
import { Progress } from './progress';

/** What a command prints, and how it ends. */
export interface Result {
  readonly text: Iterable<string>;
  readonly exitCode: ExitCode;
}

/** What every command gets beside its own arguments. */
export class Context {
  readonly progress: Progress;

  constructor(readonly io: Io) {
    this.progress = new Progress(io.stderr);
  }
}
