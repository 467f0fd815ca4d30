import { dayPrices } from '../../../services/price-fetcher/src/day-prices';
import { NotPublishedError } from '../../../services/price-fetcher/src/exit-codes';

const HOUR = 3600;
const QUARTER = 900;
const seconds = (iso: string) => Date.parse(iso) / 1000;

/** Prices every `step` seconds from one instant until just before another. */
function prices(from: string, until: string, step: number) {
  const count = (seconds(until) - seconds(from)) / step;
  return Array.from({ length: count }, (_, i) => ({ timestamp: seconds(from) + i * step, price: i + 0.5 }));
}

const winterDay = '2026-01-15';
const winterPrices = prices('2026-01-15T00:00+02:00', '2026-01-16T00:00+02:00', QUARTER);

describe('a whole day', () => {
  it.each([
    ['2024-10-01', 24, prices('2024-10-01T00:00+03:00', '2024-10-02T00:00+03:00', HOUR)],
    ['2025-03-30', 23, prices('2025-03-30T00:00+02:00', '2025-03-31T00:00+03:00', HOUR)],
    ['2024-10-27', 25, prices('2024-10-27T00:00+03:00', '2024-10-28T00:00+02:00', HOUR)],
    ['2025-09-30', 24, prices('2025-09-30T00:00+03:00', '2025-10-01T00:00+03:00', HOUR)],
    ['2025-10-02', 96, prices('2025-10-02T00:00+03:00', '2025-10-03T00:00+03:00', QUARTER)],
    ['2026-03-29', 92, prices('2026-03-29T00:00+02:00', '2026-03-30T00:00+03:00', QUARTER)],
    ['2025-10-26', 100, prices('2025-10-26T00:00+03:00', '2025-10-27T00:00+02:00', QUARTER)],
  ])('%s has %i records, one after the other', (day, count, delivered) => {
    const records = dayPrices(day, delivered);
    expect(records).toHaveLength(count);
    expect(records.map(({ timestamp, price }) => ({ timestamp, price }))).toEqual(delivered);
    for (const { estonian_time, timestamp } of records) expect(seconds(estonian_time)).toBe(timestamp);
    expect(new Set(records.map(({ estonian_time }) => estonian_time)).size).toBe(count);
  });

  const rest = prices('2025-10-01T01:00+03:00', '2025-10-02T00:00+03:00', QUARTER);
  it.each([
    [93, [...prices('2025-10-01T00:00+03:00', '2025-10-01T01:00+03:00', HOUR), ...rest]],
    [96, [...prices('2025-10-01T00:00+03:00', '2025-10-01T01:00+03:00', QUARTER), ...rest]],
  ])('of the change to quarters of an hour may have %i records', (count, delivered) => {
    expect(dayPrices('2025-10-01', delivered)).toHaveLength(count);
  });

  it('is cut out of a longer span: the 97th price belongs to the next day', () => {
    const delivered = prices('2026-01-14T23:00+02:00', '2026-01-16T00:15+02:00', QUARTER);
    const records = dayPrices(winterDay, delivered);
    expect(records).toHaveLength(96);
    expect(records[0]!.estonian_time).toBe('2026-01-15T00:00:00+02:00');
    expect(records.at(-1)!.estonian_time).toBe('2026-01-15T23:45:00+02:00');
  });

  it('is put in order of time', () => {
    expect(dayPrices(winterDay, winterPrices.toReversed())).toEqual(dayPrices(winterDay, winterPrices));
  });

  it('keeps prices as delivered: negative, 0, whole numbers, many digits', () => {
    const odd = [-12.34, 0, 5, 0.1 + 0.2];
    const delivered = winterPrices.map((price, i) => ({ ...price, price: odd[i] ?? price.price }));
    expect(
      dayPrices(winterDay, delivered)
        .slice(0, 4)
        .map(({ price }) => price),
    ).toEqual(odd);
  });
});

describe('a day is refused', () => {
  const without = (...gone: number[]) => winterPrices.filter((_, i) => !gone.includes(i));

  it.each([
    ['without any price', [], 'no prices yet'],
    [
      'with prices of other days only',
      prices('2026-01-16T00:00+02:00', '2026-01-17T00:00+02:00', QUARTER),
      'no prices yet',
    ],
    [
      'with the first hour only, as before publication',
      winterPrices.slice(0, 4),
      /only 4 of 96 .* 2026-01-15T01:00:00\+02:00/,
    ],
    ['that breaks off', winterPrices.slice(0, 45), /only 45 of 96 .* 2026-01-15T11:15:00\+02:00/],
    ['without its beginning', winterPrices.slice(1), /only 95 of 96 .* 2026-01-15T00:00:00\+02:00/],
    ['with a gap', without(50), /only 95 of 96 .* 2026-01-15T12:30:00\+02:00/],
    [
      'that has its number of prices but a gap',
      [...without(50), { timestamp: seconds('2026-01-15T00:07+02:00'), price: 1 }],
      /95 of 96/,
    ],
    [
      'with an hourly price where a quarter is due',
      prices('2026-01-15T00:00+02:00', '2026-01-16T00:00+02:00', HOUR),
      /only 24 of 96 .*hourly/,
    ],
    [
      'with a price more than is due',
      [...winterPrices, { timestamp: seconds('2026-01-15T00:07+02:00'), price: 1 }],
      /2026-01-15T00:07:00\+02:00/,
    ],
    [
      'with two prices for one time',
      [...winterPrices, { ...winterPrices[3]!, price: 99 }],
      /2026-01-15T00:45:00\+02:00 twice/,
    ],
    ['with nothing but zeros', winterPrices.map((price) => ({ ...price, price: 0 })), 'all 96 prices are 0'],
  ])('%s', (_, delivered, message) => {
    expect(() => dayPrices(winterDay, delivered)).toThrow(NotPublishedError);
    expect(() => dayPrices(winterDay, delivered)).toThrow(message);
    expect(() => dayPrices(winterDay, delivered)).toThrow(`${winterDay}:`);
  });

  it.each([
    [
      'quarters of an hour before the market had them',
      '2025-09-30',
      prices('2025-09-30T00:00+03:00', '2025-10-01T00:00+03:00', QUARTER),
    ],
    ['hours on the day of the change', '2025-10-01', prices('2025-10-01T00:00+03:00', '2025-10-02T00:00+03:00', HOUR)],
    ['96 records when 100 are due', '2025-10-26', prices('2025-10-26T00:00+03:00', '2025-10-27T00:00+03:00', QUARTER)],
    [
      'the 24th hour missing when 25 are due',
      '2024-10-27',
      prices('2024-10-27T00:00+03:00', '2024-10-28T00:00+03:00', HOUR),
    ],
  ])('with %s', (_, day, delivered) => {
    expect(() => dayPrices(day, delivered)).toThrow(NotPublishedError);
  });

  it('but not for a single price that is not 0', () => {
    const delivered = winterPrices.map((price, i) => ({ ...price, price: i === 7 ? 0.01 : 0 }));
    expect(dayPrices(winterDay, delivered)).toHaveLength(96);
  });
});
