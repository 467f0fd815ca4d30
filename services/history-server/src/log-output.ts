import type { Writable } from 'node:stream';
import type { DestinationStream } from 'pino';

const BATCH_CHARS = 4096;
const FLUSH_MS = 250;
/** What may wait for a slow reader; lines beyond it are dropped. */
const MAX_WAITING_BYTES = 1024 * 1024;

/**
 * Where the lines of the log go. In batches, because a write a line costs more than the line: one may show up a quarter
 * of a second late. It never waits and never throws: a full disk, a closed pipe or a reader that stands still costs lines
 * of the log, and not the answers of the server.
 */
export class LogOutput implements DestinationStream {
  private batch = '';
  private dropped = 0;
  private broken = false;
  private readonly timer: NodeJS.Timeout;

  /** `complain` is told, once, that the stream failed. */
  constructor(
    private readonly stream: Writable,
    complain: (text: string) => void,
  ) {
    this.timer = setInterval(() => this.flush(), FLUSH_MS).unref();
    stream.on('error', ({ message }) => {
      if (this.broken) return;
      this.broken = true;
      this.close();
      complain(`standard output failed: ${message}. Nothing more is logged.\n`);
    });
  }

  write(line: string): void {
    if (this.broken) return;
    if (this.stream.writableLength > MAX_WAITING_BYTES) {
      this.dropped++;
      return;
    }
    if (this.dropped > 0) this.reportDropped();
    this.batch += line;
    if (this.batch.length >= BATCH_CHARS) this.flush();
  }

  flush(): void {
    if (this.broken || this.batch === '') return;
    this.stream.write(this.batch);
    this.batch = '';
  }

  close(): void {
    this.flush();
    clearInterval(this.timer);
  }

  private reportDropped(): void {
    const time = new Date().toISOString();
    const msg = 'lines of this log were dropped: they were not read in time';
    this.batch += `${JSON.stringify({ level: 40, time, dropped: this.dropped, msg })}\n`;
    this.dropped = 0;
  }
}
