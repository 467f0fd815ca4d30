import { setMaxListeners } from 'node:events';
import got, { type Got, type OptionsOfTextResponseBody, RequestError } from 'got';
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
  /** Of the last answer, if there was one. */
  readonly status?: number;

  constructor(message: string, cause: RequestError) {
    super(message, { cause });
    this.status = cause.response?.statusCode;
  }
}

const CONNECT_SECONDS = 10;
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

  constructor(private readonly options: HttpOptions) {
    const { attemptSeconds, deadlineSeconds, interrupt, retries, userAgent } = options;
    this.endsAt = performance.now() + deadlineSeconds * 1000;
    const signal = AbortSignal.any([interrupt, AbortSignal.timeout(deadlineSeconds * 1000)]);
    setMaxListeners(0, signal); // one a request in flight

    const attempt = attemptSeconds * 1000;
    const connect = Math.min(attempt, CONNECT_SECONDS * 1000);
    this.got = got.extend({
      headers: { 'user-agent': userAgent },
      maxRedirects: 3,
      signal,
      timeout: { lookup: connect, connect, secureConnect: connect, send: attempt, response: attempt, request: attempt },
      retry: {
        limit: retries,
        methods: ['GET', 'POST'],
        statusCodes: RETRIED_STATUS_CODES,
        errorCodes: RETRIED_ERROR_CODES,
        enforceRetryRules: true,
        maxRetryAfter: Number.POSITIVE_INFINITY, // the deadline limits it
        calculateDelay: ({ attemptCount, error, retryAfter }) => this.waitBeforeRetry(attemptCount, error, retryAfter),
      },
    });
  }

  /** The body of a 2xx answer. @throws HttpFailure, or the interrupt's reason */
  get(url: URL): Promise<string> {
    return this.ask(url, { method: 'GET', headers: { accept: 'application/json' } });
  }

  /** Posts JSON; the body of a 2xx answer. @throws HttpFailure, or the interrupt's reason */
  post(url: URL, json: unknown): Promise<string> {
    return this.ask(url, { method: 'POST', json });
  }

  private async ask(url: URL, request: OptionsOfTextResponseBody & { method: string }): Promise<string> {
    try {
      return (await this.got(url, request)).body;
    } catch (error) {
      this.options.interrupt.throwIfAborted();
      if (!(error instanceof RequestError)) throw error;
      const attempts = (error.request?.retryCount ?? 0) + 1;
      const after = attempts === 1 ? '' : ` (attempt ${attempts})`;
      throw new HttpFailure(`${request.method} ${shown(url)}: ${this.causeOf(error)}${after}`, error);
    }
  }

  /** Milliseconds, 0 for "give up": no wait begins that would not leave time for another attempt. */
  private waitBeforeRetry(attempt: number, error: RequestError, retryAfter = 0): number {
    const { log, retryWaitSeconds } = this.options;
    const backOff = Math.min(retryWaitSeconds * 2 ** (attempt - 1), LONGEST_RETRY_WAIT_SECONDS) * 1000;
    const wait = Math.max(retryAfter, backOff * (0.75 + Math.random() / 2));
    const inTime = performance.now() + wait < this.endsAt;
    const next = inTime ? `trying again in ${(wait / 1000).toFixed(1)} s` : 'no time left for another attempt';
    const { method, url } = error.options;
    log.warn(`${method} ${shown(url as URL)}: ${this.causeOf(error)}; ${next}`, { attempt });
    return inTime ? wait : 0;
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
    // An AggregateError of several addresses has no message of its own.
    return error.message || error.code;
  }
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
