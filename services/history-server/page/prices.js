const HOUR = 3600;

/** Mean prices closer than this (EUR/MWh) are the same: prices have two decimals, the rest is floating point. */
const SAME = 1e-6;

const decimals = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'negative',
});

/** @type {typeof import('./prices.js').parseRecords} */
export function parseRecords(answer) {
  if (!Array.isArray(answer)) throw new Error('the answer is not a list of records');
  const records = answer.map((record, index) => {
    const { timestamp, price } = record ?? {};
    if (!Number.isSafeInteger(timestamp)) throw wrong(index, 'timestamp', timestamp, 'whole seconds');
    if (!Number.isFinite(price)) throw wrong(index, 'price', price, 'a number');
    return { timestamp, price };
  });
  records.sort((a, b) => a.timestamp - b.timestamp);
  const twice = records.find(({ timestamp }, index) => timestamp === records[index + 1]?.timestamp);
  if (twice) throw new Error(`two records have the timestamp ${twice.timestamp}`);
  return records;
}

/** @type {(index: number, key: string, value: unknown, right: string) => Error} */
const wrong = (index, key, value, right) =>
  new Error(`record ${index + 1}: ${key} is ${JSON.stringify(value)}, not ${right}`);

/** @type {typeof import('./prices.js').periodsOf} */
export function periodsOf(records, day) {
  return records
    .map(({ timestamp, price }, index) => {
      const before = timestamp - (records[index - 1]?.timestamp ?? Number.NEGATIVE_INFINITY);
      const after = (records[index + 1]?.timestamp ?? Number.POSITIVE_INFINITY) - timestamp;
      return { start: timestamp, end: Math.min(timestamp + Math.min(before, after, HOUR), day.end), price };
    })
    .filter(({ start }) => start >= day.start && start < day.end);
}

/** @type {typeof import('./prices.js').coverage} */
export function coverage(periods) {
  return periods.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** @type {typeof import('./prices.js').average} */
export function average(periods) {
  return periods.reduce((sum, { start, end, price }) => sum + price * (end - start), 0) / coverage(some(periods));
}

/** @type {typeof import('./prices.js').lowest} */
export function lowest(periods) {
  return some(periods).reduce((best, period) => (period.price < best.price ? period : best));
}

/** @type {typeof import('./prices.js').highest} */
export function highest(periods) {
  return some(periods).reduce((best, period) => (period.price > best.price ? period : best));
}

/** @param {readonly import('./prices.js').Priced[]} periods */
function some(periods) {
  if (periods.length === 0) throw new RangeError('there are no prices');
  return periods;
}

/** @type {typeof import('./prices.js').cheapest} */
export function cheapest(periods, seconds) {
  // The mean is piecewise linear in the start, so a lowest stretch starts or ends where a period does.
  const starts = new Set(periods.flatMap(({ start, end }) => [start, end - seconds]));
  const stretches = [...starts]
    .sort((a, b) => a - b)
    .map((start) => ({ start, end: start + seconds }))
    .map((span) => ({ ...span, parts: clip(periods, span) }))
    .filter(({ parts }) => coverage(parts) === seconds)
    .map(({ start, end, parts }) => ({ start, end, price: average(parts) }));
  const best = Math.min(...stretches.map(({ price }) => price));
  /** @type {import('./prices.js').Priced[]} */
  const found = [];
  for (const stretch of stretches)
    if (stretch.price - best < SAME && stretch.start >= (found.at(-1)?.end ?? stretch.start)) found.push(stretch);
  return found;
}

/**
 * The parts of the periods inside a span.
 * @param {readonly import('./prices.js').Priced[]} periods
 * @param {import('./day.js').Span} span
 */
function clip(periods, span) {
  return periods
    .map(({ start, end, price }) => ({ start: Math.max(start, span.start), end: Math.min(end, span.end), price }))
    .filter(({ start, end }) => start < end);
}

/** @type {typeof import('./prices.js').periodAt} */
export function periodAt(periods, timestamp) {
  return periods.find(({ start, end }) => start <= timestamp && timestamp < end);
}

/** @type {typeof import('./prices.js').steps} */
export function steps(periods) {
  /** @type {[number[], (number | null)[]]} */
  const points = [[], []];
  /** @type {(time: number, price: number | null) => void} */
  const add = (time, price) => {
    points[0].push(time);
    points[1].push(price);
  };
  periods.forEach(({ start, end, price }, index) => {
    add(start, price);
    const next = periods[index + 1];
    if (next?.start === end) return;
    add(end, price); // A plot breaks at the last point before `null`, so the price needs one at its end.
    if (next) add(end + 1, null);
  });
  return points;
}

/** @type {typeof import('./prices.js').priceLimits} */
export function priceLimits(low, high) {
  const [bottom, top] = [Math.min(low, 0), Math.max(high, 0)];
  if (bottom === top) return [0, 1];
  const room = (top - bottom) * 0.06;
  return [bottom < 0 ? bottom - room : 0, top > 0 ? top + room : 0];
}

/** @type {typeof import('./prices.js').twoDecimals} */
export function twoDecimals(value) {
  return decimals.format(value).replace('-', '−');
}

/** @type {typeof import('./prices.js').centsPerKwh} */
export function centsPerKwh(price) {
  return twoDecimals(price / 10);
}
