import type { Price } from './elering';
import { NotPublishedError } from './exit-codes';
import { type Day, type EpochSeconds, endOf, estonianTime, startOf } from './time';

/** One record of the history server's format. */
export interface PriceRecord {
  /** When the price begins to hold, as Estonia's clocks show it, with offset. */
  estonian_time: string;
  /** EUR/MWh without VAT, as delivered. */
  price: number;
  /** The same instant as `estonian_time`. */
  timestamp: EpochSeconds;
}

const HOUR = 3600;
const QUARTER = 900;

/** First day of the market, which lives by CET, with a price for each quarter of an hour. */
const QUARTERS_SINCE: Day = '2025-10-01';

/**
 * The whole day in the history server's format, in order of time; prices of other days are left out.
 * @throws NotPublishedError unless the prices cover the day from 00:00 to 24:00 without gap, in the market's resolution of that day
 */
export function dayPrices(day: Day, prices: readonly Price[]): PriceRecord[] {
  const [start, end] = [startOf(day), endOf(day)];
  const ofDay = prices.filter(({ timestamp }) => start <= timestamp && timestamp < end);
  ofDay.sort((a, b) => a.timestamp - b.timestamp);

  const problem = whatIsWrong(day, ofDay);
  if (problem) throw new NotPublishedError(`${day}: ${problem}; nothing was posted`);
  return ofDay.map(({ timestamp, price }) => ({ estonian_time: estonianTime(timestamp), price, timestamp }));
}

function whatIsWrong(day: Day, ofDay: readonly Price[]): string | undefined {
  if (ofDay.length === 0) return 'Elering has no prices yet';

  const twice = ofDay.find(({ timestamp }, i) => timestamp === ofDay[i + 1]?.timestamp);
  if (twice) return `Elering gave ${estonianTime(twice.timestamp)} twice`;

  const got = new Set(ofDay.map(({ timestamp }) => timestamp));
  const timetables = possibleTimetables(day);
  const expected = timetables.find((times) => times.every((time) => got.has(time))) ?? timetables.at(-1)!;
  const missing = expected.filter((time) => !got.has(time));
  if (missing.length > 0) {
    const hourly = day >= QUARTERS_SINCE && ofDay.every(({ timestamp }) => timestamp % HOUR === 0);
    const why = hourly
      ? 'they are hourly where quarters of an hour are due'
      : `the first one missing is ${estonianTime(missing[0]!)}`;
    return `Elering has only ${expected.length - missing.length} of ${expected.length} prices (${why})`;
  }

  const due = new Set(expected);
  const odd = ofDay.find(({ timestamp }) => !due.has(timestamp));
  if (odd) return `Elering gave a price for ${estonianTime(odd.timestamp)}, between those that are due`;

  if (ofDay.every(({ price }) => price === 0)) return `all ${ofDay.length} prices are 0, as in Elering's outages`;
  return undefined;
}

/**
 * The times a complete day can consist of, finest first. The day of the change-over began for the market at 01:00 Estonian
 * time, so its first hour can still be one price.
 */
function possibleTimetables(day: Day): EpochSeconds[][] {
  const [start, end] = [startOf(day), endOf(day)];
  if (day < QUARTERS_SINCE) return [every(HOUR, start, end)];
  if (day > QUARTERS_SINCE) return [every(QUARTER, start, end)];
  return [every(QUARTER, start, end), [start, ...every(QUARTER, start + HOUR, end)]];
}

function every(step: number, start: EpochSeconds, end: EpochSeconds): EpochSeconds[] {
  return Array.from({ length: (end - start) / step }, (_, i) => start + i * step);
}
