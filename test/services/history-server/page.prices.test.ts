import { spanOf } from '../../../services/history-server/page/day.js';
import type { Priced } from '../../../services/history-server/page/prices.js';
import {
  average,
  centsPerKwh,
  cheapest,
  coverage,
  highest,
  lowest,
  parseRecords,
  periodAt,
  periodsOf,
  priceLimits,
  steps,
  twoDecimals,
} from '../../../services/history-server/page/prices.js';

const HOUR = 3600;
const QUARTER = 900;
const at = (iso: string) => Date.parse(iso) / 1000;
const MIDNIGHT = at('2026-01-15T00:00:00+02:00');
const DAY = spanOf('2026-01-15');

/** Records every `step` seconds from `start` on, one a price. */
const series = (start: number, step: number, prices: readonly number[]) =>
  prices.map((price, index) => ({ timestamp: start + index * step, price }));

const flat = (count: number, price = 1) => Array.from({ length: count }, () => price);

/** Periods of hourly prices from midnight on. */
const hourly = (...prices: number[]) => periodsOf(series(MIDNIGHT, HOUR, prices), DAY);

/** A stretch in hours after midnight. */
const inHours = ({ start, end, price }: Priced) => [(start - MIDNIGHT) / HOUR, (end - MIDNIGHT) / HOUR, price];

describe('records of an answer', () => {
  test('are read in the order of time, whatever else they hold', () => {
    const answer = [
      { estonian_time: '2026-01-15T01:00:00+02:00', price: -2.5, timestamp: 3600 },
      { estonian_time: '2026-01-15T00:00:00+02:00', price: 3, timestamp: 0 },
    ];
    expect(parseRecords(answer)).toEqual([
      { timestamp: 0, price: 3 },
      { timestamp: 3600, price: -2.5 },
    ]);
  });

  test.each([
    [{}, 'the answer is not a list of records'],
    [null, 'the answer is not a list of records'],
    [[{ timestamp: 0, price: '1' }], 'record 1: price is "1", not a number'],
    [[{ timestamp: 0, price: 1 }, { timestamp: 3600 }], 'record 2: price is undefined, not a number'],
    [[{ timestamp: 0, price: null }], 'record 1: price is null, not a number'],
    [[{ timestamp: 0.5, price: 1 }], 'record 1: timestamp is 0.5, not whole seconds'],
    [[null], 'record 1: timestamp is undefined, not whole seconds'],
    [series(0, 0, [1, 2]), 'two records have the timestamp 0'],
  ])('%j is refused', (answer, message) => {
    expect(() => parseRecords(answer)).toThrow(message);
  });
});

describe('periods', () => {
  test.each([
    ['2026-01-15', '2026-01-15T00:00:00+02:00', QUARTER, 96],
    ['2026-03-29', '2026-03-29T00:00:00+02:00', QUARTER, 92],
    ['2025-10-26', '2025-10-26T00:00:00+03:00', QUARTER, 100],
    ['2024-01-15', '2024-01-15T00:00:00+02:00', HOUR, 24],
    ['2024-03-31', '2024-03-31T00:00:00+02:00', HOUR, 23],
    ['2024-10-27', '2024-10-27T00:00:00+03:00', HOUR, 25],
  ])('cover %s, from %s in steps of %i s, with %i records', (day, start, step, count) => {
    const span = spanOf(day);
    const periods = periodsOf(series(at(start), step, flat(count)), span);
    expect(periods).toHaveLength(count);
    expect(new Set(periods.map(({ start, end }) => end - start))).toEqual(new Set([step]));
    expect(coverage(periods)).toBe(span.end - span.start);
  });

  test('of the day that quarters began have one hour, then 92 quarters', () => {
    const span = spanOf('2025-10-01');
    const records = [...series(span.start, HOUR, [40]), ...series(span.start + HOUR, QUARTER, flat(92, 10))];
    const periods = periodsOf(records, span);
    expect(periods).toHaveLength(93);
    expect(periods.slice(0, 2).map(({ start, end }) => end - start)).toEqual([HOUR, QUARTER]);
    expect(coverage(periods)).toBe(24 * HOUR);
    expect(average(periods)).toBeCloseTo((40 + 23 * 10) / 24, 10);
  });

  test('leave out records of other days, such as the next midnight', () => {
    const span = spanOf('2024-10-01');
    const periods = periodsOf(series(span.start, HOUR, flat(25)), span);
    expect(periods).toHaveLength(24);
    expect(periods.at(-1)?.end).toBe(span.end);
    expect(periodsOf(series(span.start - HOUR, HOUR, [1]), span)).toEqual([]);
  });

  test('leave a hole where quarters are missing', () => {
    const records = series(MIDNIGHT, QUARTER, flat(12)).filter((_, index) => index < 4 || index > 6);
    const periods = periodsOf(records, DAY);
    expect(new Set(periods.map(({ start, end }) => end - start))).toEqual(new Set([QUARTER]));
    expect(coverage(periods)).toBe(9 * QUARTER);
  });

  test('leave a hole where hours are missing', () => {
    const records = series(MIDNIGHT, HOUR, flat(24)).filter((_, index) => index < 4 || index > 6);
    expect(coverage(periodsOf(records, DAY))).toBe(21 * HOUR);
  });

  test('are an hour where a record stands alone, yet never reach into the next day', () => {
    expect(coverage(periodsOf(series(MIDNIGHT, HOUR, [1]), DAY))).toBe(HOUR);
    expect(coverage(periodsOf(series(DAY.end - QUARTER, HOUR, [1]), DAY))).toBe(QUARTER);
  });

  test('hold from their start until just before their end', () => {
    const periods = hourly(1, 2);
    expect(periodAt(periods, MIDNIGHT)?.price).toBe(1);
    expect(periodAt(periods, MIDNIGHT + HOUR - 0.5)?.price).toBe(1);
    expect(periodAt(periods, MIDNIGHT + HOUR)?.price).toBe(2);
    expect(periodAt(periods, MIDNIGHT + 2 * HOUR)).toBeUndefined();
    expect(periodAt(periods, MIDNIGHT - 1)).toBeUndefined();
  });
});

describe('the summary', () => {
  test('averages, and finds the first lowest and highest, below zero too', () => {
    const periods = hourly(5, -10.5, 20, -10.5, 20);
    expect(average(periods)).toBeCloseTo(4.8, 10);
    expect(inHours(lowest(periods))).toEqual([1, 2, -10.5]);
    expect(inHours(highest(periods))).toEqual([2, 3, 20]);
  });

  test.each([
    ['average', average],
    ['lowest', lowest],
    ['highest', highest],
  ])('%s refuses no prices', (_, of) => {
    expect(() => of([])).toThrow(RangeError);
  });
});

describe('the cheapest stretch', () => {
  test.each<[string, Priced[], number, number[][]]>([
    ['is the hour of the lowest price', hourly(3, 1, 2), HOUR, [[1, 2, 1]]],
    [
      'is every hour of that price, in the order of time',
      hourly(1, 3, 1, 1),
      HOUR,
      [
        [0, 1, 1],
        [2, 3, 1],
        [3, 4, 1],
      ],
    ],
    ['of three hours has the lowest mean, not the lowest hour', hourly(0, 9, 9, 2, 3, 2, 9), 3 * HOUR, [[3, 6, 7 / 3]]],
    ['prefers the most negative', hourly(1, -5, -9, -5, 1), 3 * HOUR, [[1, 4, -19 / 3]]],
    ['leaves out what overlaps an earlier one', hourly(1, 1, 1, 1), 3 * HOUR, [[0, 3, 1]]],
    ['is none when there are too few prices', hourly(1, 2), 3 * HOUR, []],
    ['is none without prices', [], HOUR, []],
  ])('%s', (_, periods, seconds, expected) => {
    const found = cheapest(periods, seconds).map(inHours);
    expect(found).toHaveLength(expected.length);
    found.flat().forEach((value, index) => {
      expect(value).toBeCloseTo(expected.flat()[index] ?? Number.NaN, 10);
    });
  });

  test('may start at any quarter', () => {
    const periods = periodsOf(series(MIDNIGHT, QUARTER, [9, 9, 9, 2, 1, 1, 2, 9]), DAY);
    expect(cheapest(periods, HOUR).map(inHours)).toEqual([[0.75, 1.75, 1.5]]);
  });

  test('may start inside an hour and end with a quarter, on a mixed day', () => {
    const records = [...series(MIDNIGHT, HOUR, [1]), ...series(MIDNIGHT + HOUR, QUARTER, [0, 9, 9, 9])];
    expect(cheapest(periodsOf(records, DAY), HOUR).map(inHours)).toEqual([[0.25, 1.25, 0.75]]);
  });

  test('never reaches over a hole', () => {
    const records = series(MIDNIGHT, HOUR, [1, 1, 99, 1, 5, 5, 5]).filter(({ price }) => price !== 99);
    expect(cheapest(periodsOf(records, DAY), 3 * HOUR).map(inHours)).toEqual([[3, 6, 11 / 3]]);
  });

  test('takes floating-point dust for the same price', () => {
    expect(cheapest(hourly(0.1 + 0.2, 5, 0.3), HOUR)).toHaveLength(2);
  });

  test('counts three real hours where the clocks change', () => {
    const span = spanOf('2025-10-26');
    const prices = flat(100, 50).map((price, index) => (index >= 8 && index < 20 ? -1 : price));
    const [stretch] = cheapest(periodsOf(series(span.start, QUARTER, prices), span), 3 * HOUR);
    expect(stretch).toEqual({
      start: at('2025-10-26T02:00:00+03:00'),
      end: at('2025-10-26T04:00:00+02:00'),
      price: -1,
    });
  });
});

describe('the plot', () => {
  test('draws the last price to its end', () => {
    expect(steps(hourly(4, -2))).toEqual([
      [MIDNIGHT, MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR],
      [4, -2, -2],
    ]);
  });

  test('draws each price to its end, and nothing where prices are missing', () => {
    const records = series(MIDNIGHT, HOUR, [1, 2, 3, 4]).filter(({ price }) => price !== 3);
    const [times, prices] = steps(periodsOf(records, DAY));
    expect(prices).toEqual([1, 2, 2, null, 4, 4]);
    expect(times.map((time) => time - MIDNIGHT)).toEqual([0, HOUR, 2 * HOUR, 2 * HOUR + 1, 3 * HOUR, 4 * HOUR]);
  });

  test.each([
    [10, 90, 0, 95.4],
    [-50, 50, -56, 56],
    [-50, -10, -53, 0],
    [0, 0, 0, 1],
  ])('of prices from %d to %d has zero on its axis', (low, high, bottom, top) => {
    const limits = priceLimits(low, high);
    expect(limits[0]).toBeCloseTo(bottom, 10);
    expect(limits[1]).toBeCloseTo(top, 10);
  });
});

describe('a price in words', () => {
  test.each([
    [31.375, '31.38', '3.14'],
    [-5.12, '−5.12', '−0.51'],
    [-0.001, '0.00', '0.00'],
    [0, '0.00', '0.00'],
    [4000, '4,000.00', '400.00'],
  ])('%d is %s EUR/MWh, %s cents/kWh', (price, euros, cents) => {
    expect(twoDecimals(price)).toBe(euros);
    expect(centsPerKwh(price)).toBe(cents);
  });
});
