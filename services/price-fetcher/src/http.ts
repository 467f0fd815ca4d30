import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import got, { CancelError, type Got, type OptionsOfTextResponseBody, RequestError, type Response } from 'got';
import type { Log } from './log';

export interface HttpOptions {
  /** Longest time for one attempt, from the look-up of the name to the last byte of the answer. */
  attemptSeconds: number;
  /** How often a failed attempt is repeated. */
  retries: number;
  /** Wait before the first repetition; doubles with each, up to a minute. */
  retryWaitSeconds: number;
  /** For the whole run, all attempts and waits together. */
  deadlineSeconds: number;
  /** Aborted, with an error as reason, when the process is asked to end: every request and wait then throws that error. */
  interrupt: AbortSignal;
  userAgent: string;
  log: Log;
}

/** No success in the end: the message names method, address (without credentials), cause and number of attempts. */
export class HttpFailure extends Error {
  constructor(
    message: string,
    /** Of the last answer, if there was one. */
    readonly status: number | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const CONNECT_SECONDS = 10;
/** A year of quarters of an hour in four areas is a third of it. */
const LONGEST_ANSWER_BYTES = 16 * 1024 * 1024;
const LONGEST_RETRY_WAIT_SECONDS = 60;
const RETRIED_STATUS_CODES = [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524];
const RETRIED_ERROR_CODES = [
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE', 'EADDRINUSE'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'],
];

/** GET and POST of text with retries, time limits and one deadline. Both servers' POST and GET may be repeated safely. */
export class Http {
  private readonly got: Got;
  private readonly endsAt: number;
  private readonly signal: AbortSignal;

  constructor(private readonly options: HttpOptions) {
    const { attemptSeconds, deadlineSeconds, interrupt, userAgent } = options;
    this.endsAt = performance.now() + deadlineSeconds * 1000;
    this.signal = AbortSignal.any([interrupt, AbortSignal.timeout(deadlineSeconds * 1000)]);
    setMaxListeners(0, this.signal); // one a request in flight

    const attempt = attemptSeconds * 1000;
    const connect = Math.min(attempt, CONNECT_SECONDS * 1000);
    this.got = got.extend({
      headers: { 'user-agent': userAgent },
      maxRedirects: 3,
      signal: this.signal,
      timeout: { lookup: connect, connect, secureConnect: connect, send: attempt, response: attempt, request: attempt },
      // Repeated here instead: under Node 24 got 14 ends a retry after a refused connection with the first attempt's error.
      retry: { limit: 0 },
    });
  }

  /** The body of a 2xx answer. @throws HttpFailure, also of a redirect unless it is to be followed, or the interrupt's reason */
  get(url: URL, { followRedirect = false } = {}): Promise<string> {
    return this.ask(url, { method: 'GET', followRedirect, headers: { accept: 'application/json' } });
  }

  /** Posts JSON, here and nowhere else; the body of a 2xx answer. @throws HttpFailure, or the interrupt's reason */
  post(url: URL, json: unknown): Promise<string> {
    return this.ask(url, { method: 'POST', followRedirect: false, json });
  }

  private async ask(url: URL, request: OptionsOfTextResponseBody & { method: string }): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = this.got(url, request);
        answer.on('downloadProgress', ({ transferred }) => {
          if (transferred > LONGEST_ANSWER_BYTES) answer.cancel();
        });
        const response = await answer;
        if (response.statusCode >= 300) throw redirected(request.method, url, response);
        return response.body;
      } catch (error) {
        this.options.interrupt.throwIfAborted();
        if (!(error instanceof RequestError)) throw error;
        const wait = this.waitBeforeRetry(attempt, error);
        if (wait === undefined) {
          const after = attempt === 1 ? '' : ` (attempt ${attempt})`;
          const message = `${request.method} ${shown(url)}: ${this.causeOf(error)}${after}`;
          throw new HttpFailure(message, error.response?.statusCode, { cause: error });
        }
        // Rejects only when the run ends: then the next attempt says why.
        await sleep(wait, undefined, { signal: this.signal }).catch(() => undefined);
      }
    }
  }

  /** Milliseconds, undefined for "give up": no wait begins that would not leave time for another attempt. */
  private waitBeforeRetry(attempt: number, error: RequestError): number | undefined {
    const { log, retries, retryWaitSeconds } = this.options;
    const { response } = error;
    // Only an HTTPError is a whole answer; one that broke off, or arrived broken (a ReadError), has a status, too.
    const passes =
      error.name === 'HTTPError'
        ? RETRIED_STATUS_CODES.includes(response!.statusCode)
        : error.name === 'ReadError' || RETRIED_ERROR_CODES.includes(error.code);
    if (!passes || attempt > retries) return undefined;
    const backOff = Math.min(retryWaitSeconds * 2 ** (attempt - 1), LONGEST_RETRY_WAIT_SECONDS) * 1000;
    const wait = Math.max(retryAfter(response?.headers['retry-after']), backOff * (0.75 + Math.random() / 2));
    const inTime = performance.now() + wait < this.endsAt;
    const next = inTime ? `trying again in ${(wait / 1000).toFixed(1)} s` : 'no time left for another attempt';
    const { method, url } = error.options;
    log.warn(`${method} ${shown(url as URL)}: ${this.causeOf(error)}; ${next}`, { attempt });
    return inTime ? wait : undefined;
  }

  private causeOf(error: RequestError): string {
    const { response } = error;
    if (response && error.name === 'HTTPError') {
      return [`HTTP ${response.statusCode}`, response.statusMessage, explanation(response.body)]
        .filter(Boolean)
        .join(' ');
    }
    if (performance.now() >= this.endsAt || error.name === 'AbortError') {
      return `no success within the deadline of ${this.options.deadlineSeconds} s`;
    }
    if (error instanceof CancelError) return `the answer is longer than ${LONGEST_ANSWER_BYTES} bytes`;
    // An AggregateError of several addresses has no message of its own.
    return error.message || error.code;
  }
}

function redirected(method: string, url: URL, { statusCode, statusMessage, headers }: Response): HttpFailure {
  const target = headers.location ?? '';
  const where = URL.canParse(target, url.href) ? shown(new URL(target, url)) : 'nowhere';
  const what = `HTTP ${statusCode} ${statusMessage} to ${where}, which is not followed`;
  return new HttpFailure(`${method} ${shown(url)}: ${what}`, statusCode);
}

/** Milliseconds that a server asks to wait, as seconds or as a date; 0 where it does not. */
function retryAfter(header: string | undefined): number {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? 0 : Math.max(0, date - Date.now());
}

/** What a problem document (RFC 9457) says, else the beginning of the body. */
function explanation(body: unknown): string {
  if (typeof body !== 'string' || body.trim() === '') return '';
  try {
    const { title, detail, errors } = JSON.parse(body) as Record<string, unknown>;
    const parts = [title, detail, errors && JSON.stringify(errors)].filter(Boolean);
    if (parts.length > 0) return `– ${cut(parts.join('; '))}`;
  } catch {
    // No JSON: shown as it is.
  }
  return `– ${cut(body)}`;
}

const cut = (text: string, length = 300) => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
};

/** An address fit for a log: without user name and password. */
export function shown(url: URL): string {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  return copy.href;
}
