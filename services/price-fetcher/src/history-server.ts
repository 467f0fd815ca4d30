import * as z from 'zod';
import type { PriceRecord } from './day-prices';
import { HistoryServerError } from './exit-codes';
import { type Http, HttpFailure } from './http';
import type { Day } from './time';

const Acknowledgement = z.object({ day: z.string(), records: z.int() });

/** The history server's `/api/prices`. */
export class HistoryServer {
  constructor(
    private readonly http: Http,
    private readonly base: URL,
  ) {}

  /** The stored array, whatever is in it; undefined when the day is not stored. @throws HistoryServerError */
  async read(day: Day): Promise<unknown[] | undefined> {
    try {
      return z.array(z.unknown()).parse(JSON.parse(await this.http.get(this.url(day))));
    } catch (error) {
      if (error instanceof HttpFailure && error.status === 404) return undefined;
      if (error instanceof HttpFailure) throw this.unanswered(error);
      if (error instanceof SyntaxError || error instanceof z.ZodError) {
        throw this.failed(`GET of ${day} answered no JSON array: is HISTORY_SERVER_URI right?`, error);
      }
      throw error;
    }
  }

  /** Stores the day, replacing what was there. Done only when the server says so, with the right day and count. @throws HistoryServerError */
  async write(day: Day, records: readonly PriceRecord[]): Promise<void> {
    let answer: string;
    try {
      answer = await this.http.post(this.url(day), records);
    } catch (error) {
      if (error instanceof HttpFailure) throw this.unanswered(error);
      throw error;
    }
    if (!acknowledges(answer, day, records.length)) {
      throw this.failed(
        `POST of ${day} was answered ${JSON.stringify(answer.slice(0, 80))}, expected ${JSON.stringify({ day, records: records.length })}`,
      );
    }
  }

  private url(day: Day): URL {
    const url = new URL(`${this.base.href}api/prices`);
    url.searchParams.set('day', day);
    return url;
  }

  private unanswered(failure: HttpFailure) {
    const redirect = failure.status !== undefined && failure.status >= 300 && failure.status < 400;
    return this.failed(`${failure.message}${redirect ? '; is HISTORY_SERVER_URI right?' : ''}`, failure);
  }

  private failed(what: string, cause?: unknown) {
    return new HistoryServerError(`the history server failed: ${what}`, { cause });
  }
}

function acknowledges(answer: string, day: Day, count: number): boolean {
  try {
    const { day: storedDay, records } = Acknowledgement.parse(JSON.parse(answer));
    return storedDay === day && records === count;
  } catch {
    return false;
  }
}
