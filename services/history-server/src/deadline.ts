import { DeadlinePassed } from './price-store';

/** Until when a request may begin to ask the store. */
export class Deadline {
  private readonly at: number;

  /** `ms` from now on; `now` is a clock that never goes back, in milliseconds. */
  constructor(
    private readonly ms: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.at = now() + ms;
  }

  get passed(): boolean {
    return this.now() >= this.at;
  }

  /** @throws DeadlinePassed */
  check(): void {
    if (this.passed) throw new DeadlinePassed(`not done within ${this.ms} ms`);
  }
}
