import { Problem } from './problem';

const RETRY_AFTER_SECONDS = '1';

/** A number of bytes that all requests in flight share. */
export class ByteBudget {
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  get held(): number {
    return this.bytes;
  }

  /** @throws Problem 503 when there are not as many left; nothing is taken then. */
  take(bytes: number): void {
    if (this.bytes + bytes > this.maxBytes) {
      const detail = `requests in flight hold ${this.bytes} of ${this.maxBytes} bytes (IN_FLIGHT_MAX_BYTES)`;
      throw new Problem(503, detail, [], { 'Retry-After': RETRY_AFTER_SECONDS });
    }
    this.bytes += bytes;
  }

  give(bytes: number): void {
    this.bytes -= bytes;
  }
}

/** The bytes of answers that are being sent: those of one buffer count once, however many send it. */
export class Answers {
  private readonly senders = new Map<Buffer, number>();

  constructor(private readonly budget: ByteBudget) {}

  /** Counts the bytes until the function that it returns is called. @throws Problem 503 */
  hold(bytes: Buffer): () => void {
    const senders = this.senders.get(bytes) ?? 0;
    if (senders === 0) this.budget.take(bytes.length);
    this.senders.set(bytes, senders + 1);
    return () => this.leave(bytes);
  }

  private leave(bytes: Buffer): void {
    const senders = (this.senders.get(bytes) as number) - 1;
    if (senders > 0) this.senders.set(bytes, senders);
    else {
      this.senders.delete(bytes);
      this.budget.give(bytes.length);
    }
  }
}
