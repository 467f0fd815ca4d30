import type { Span } from './day.js';

/** What a day's prices say. Prices are in EUR/MWh without tax and may be negative; times are Unix seconds. */

/** A stored record, as far as the page needs it. */
export interface PriceRecord {
  /** Start of the delivery period. */
  readonly timestamp: number;
  /** EUR/MWh. */
  readonly price: number;
}

/** A price and the time it holds for. */
export interface Priced extends Span {
  /** EUR/MWh. */
  readonly price: number;
}

/**
 * The records of an API answer, in the order of time.
 * @throws Error that names the first record that is not one.
 */
export function parseRecords(answer: unknown): PriceRecord[];

/**
 * The records of one day with the time each holds for: to the next record, but no longer than its neighbours suggest,
 * so that hourly, 15-minute and mixed days come out right and a missing record leaves a hole. Records of other days are left out.
 */
export function periodsOf(records: readonly PriceRecord[], day: Span): Priced[];

/** Seconds that the periods cover. */
export function coverage(periods: readonly Priced[]): number;

/** Mean price, each period weighted by its length. @throws RangeError without periods. */
export function average(periods: readonly Priced[]): number;

/** First period of the lowest price. @throws RangeError without periods. */
export function lowest(periods: readonly Priced[]): Priced;

/** First period of the highest price. @throws RangeError without periods. */
export function highest(periods: readonly Priced[]): Priced;

/**
 * The stretches of `seconds` without a hole whose mean price is the lowest: the earliest, and every later one that is as cheap and
 * overlaps none before. They may start at any period, not only at full hours. Empty when the periods hold no such stretch.
 */
export function cheapest(periods: readonly Priced[], seconds: number): Priced[];

/** The period that holds at a moment. */
export function periodAt(periods: readonly Priced[], timestamp: number): Priced | undefined;

/** Points of the step plot, `[times, prices]`: each price starts at its time; before a hole it has a second point at its end, then comes `null`. */
export function steps(periods: readonly Priced[]): [number[], (number | null)[]];

/** Limits of the price axis: zero is always on it, and there is room where prices end. */
export function priceLimits(low: number, high: number): [number, number];

/** `−5.12`: two decimals, a true minus sign, no negative zero. */
export function twoDecimals(value: number): string;

/** EUR/MWh as the cents per kWh of an electricity bill: `3.14`. */
export function centsPerKwh(price: number): string;
