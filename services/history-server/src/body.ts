import type { IncomingMessage } from 'node:http';
import type { ByteBudget } from './in-flight';
import { Problem } from './problem';

/** What the first byte of a body without a length reserves. */
const FIRST_BYTES = 4096;

/**
 * Reads the whole body of a request and gives it to `use`; its memory counts in `budget` until that has ended.
 * A body that is too long is refused as soon as that is known; Node then reads the rest away, so that the sender gets the
 * answer and not a broken connection.
 * @throws Problem 413 above `limit` bytes, 400 when it ends early, 503 when the budget is used up.
 */
export async function withBody<T>(
  request: IncomingMessage,
  limit: number,
  budget: ByteBudget,
  use: (bytes: Buffer) => Promise<T>,
): Promise<T> {
  const expected = Number(request.headers['content-length'] ?? limit);
  if (expected > limit) throw tooLong(limit);
  const body = new Body(expected, budget);
  try {
    await new Promise<void>((resolve, reject) => {
      request.on('data', (chunk: Buffer) => {
        try {
          if (body.length + chunk.length > limit) throw tooLong(limit);
          body.add(chunk);
        } catch (problem) {
          request.removeAllListeners('data').resume();
          reject(problem);
        }
      });
      request.once('end', resolve);
      request.once('close', () => reject(new Problem(400, 'the connection closed before the body was complete')));
    });
    return await use(body.finished());
  } finally {
    body.free();
  }
}

/**
 * Grows with what arrives, so that a sender reserves at most about twice what it sent. Chunks are copied: kept as they
 * come, a body sent byte by byte would cost a hundred times its length.
 */
class Body {
  length = 0;
  private buffer = Buffer.alloc(0);

  constructor(
    private readonly expected: number,
    private readonly budget: ByteBudget,
  ) {}

  add(chunk: Buffer): void {
    const length = this.length + chunk.length;
    if (length > this.buffer.length) {
      this.resize(Math.min(Math.max(length, 2 * this.buffer.length, FIRST_BYTES), this.expected));
    }
    chunk.copy(this.buffer, this.length);
    this.length = length;
  }

  finished(): Buffer {
    if (this.length < this.buffer.length) this.resize(this.length);
    return this.buffer;
  }

  free(): void {
    this.budget.give(this.buffer.length);
    this.buffer = Buffer.alloc(0);
  }

  private resize(capacity: number): void {
    this.budget.take(capacity - this.buffer.length);
    const resized = Buffer.allocUnsafeSlow(capacity);
    this.buffer.copy(resized);
    this.buffer = resized;
  }
}

function tooLong(limit: number): Problem {
  return new Problem(413, `the body is longer than ${limit} bytes`);
}
