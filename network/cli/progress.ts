import type { Io } from './io';
import { harmless } from './write';

/** Time after which somebody at a terminal wants to know what goes on, in milliseconds. */
const PATIENCE = 2000;

/** Tells a terminal what is being done, once the command has taken longer than two seconds. */
export class Progress {
  private readonly start: number;

  constructor(
    private readonly stderr: Io['stderr'],
    private readonly now: () => number = () => performance.now(),
  ) {
    this.start = now();
  }

  /** @param step what begins now: `reading manifests` */
  begin(step: string): void {
    const taken = this.now() - this.start;
    if (this.stderr.isTTY && taken > PATIENCE)
      this.stderr.write(`gridwall: ${harmless(step)} (${(taken / 1000).toFixed(0)} s so far)\n`);
  }
}
