import { addDays, isDay, spanOf } from './day.js';
import { parseRecords } from './prices.js';

/** Longest wait for an answer, milliseconds. */
const PATIENCE = 20_000;

/** Why there are no prices to show, in words for the reader. */
export class Failure extends Error {
  /**
   * @param {string} title
   * @param {string} text
   */
  constructor(title, text) {
    super(title);
    this.text = text;
  }
}

/** @param {string} day */
export const dayUrl = (day) => `api/prices?day=${day}`;

/**
 * A day's records, or undefined where none are stored.
 * @param {string} day
 * @param {AbortSignal} signal ends the wait when the reader has gone on to another day
 * @returns {Promise<{ records: import('./prices.js').PriceRecord[], stale: boolean } | undefined>} stale: the server could not ask its store
 * @throws {Failure}
 */
export async function fetchDay(day, signal) {
  const { response, body } = await ask(dayUrl(day), signal);
  if (response.status === 404) return undefined;
  if (response.status === 503) {
    const seconds = response.headers.get('Retry-After');
    const when = seconds && /^\d+$/.test(seconds) ? `Try again in ${seconds} s.` : 'Try again in a moment.';
    throw new Failure('The prices can’t be read right now', `The server can’t reach its store. ${when}`);
  }
  if (!response.ok)
    throw new Failure(
      'The server could not answer',
      `It said ${response.status}${explanation(body, ': ')}. If it stays so, tell those who run it.`,
    );
  try {
    return { records: parseRecords(JSON.parse(body)), stale: response.headers.has('Warning') };
  } catch (error) {
    throw new Failure('The stored prices can’t be shown', `${/** @type {Error} */ (error).message}.`);
  }
}

/**
 * The stored day nearest to one that is missing, up to a month away. Only a help to the reader: where it can't be had, there is none.
 * @param {string} day
 * @param {AbortSignal} signal
 * @returns {Promise<string | undefined>}
 */
export async function nearestDay(day, signal) {
  try {
    const { response, body } = await ask(`api/days?after=${addDays(day, -32)}&limit=64`, signal);
    if (!response.ok) return undefined;
    const { days } = JSON.parse(body);
    /** @param {string} other */
    const distance = (other) => Math.abs(spanOf(other).start - spanOf(day).start);
    return days.filter(isDay).sort((/** @type {string} */ a, /** @type {string} */ b) => distance(a) - distance(b))[0];
  } catch {
    return undefined;
  }
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 */
async function ask(url, signal) {
  const limit = new AbortController();
  const give = () => limit.abort();
  const timer = setTimeout(give, PATIENCE);
  signal.addEventListener('abort', give);
  try {
    const response = await fetch(url, { headers: { Accept: 'application/json' }, signal: limit.signal });
    return { response, body: await response.text() };
  } catch {
    throw new Failure(
      'The server can’t be reached',
      limit.signal.aborted ? `It gave no answer in ${PATIENCE / 1000} s.` : 'Check the connection, then try again.',
    );
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', give);
  }
}

/**
 * What a problem document (RFC 9457) says, if the body is one.
 * @param {string} body
 * @param {string} before
 */
function explanation(body, before) {
  try {
    const { detail, title } = JSON.parse(body);
    return detail || title ? before + (detail ?? title) : '';
  } catch {
    return '';
  }
}
