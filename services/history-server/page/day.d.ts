/** Local days and times of the market zone, whatever the zone of the machine. Times are Unix seconds. */

/** The zone the prices are published for: a day runs from midnight to midnight here. */
export const ZONE: string;

/** Half-open span of time `[start, end)`. */
export interface Span {
  /** First second. */
  readonly start: number;
  /** First second after it. */
  readonly end: number;
}

/** Whether the text is a day of the calendar, written `YYYY-MM-DD`. */
export function isDay(text: unknown): text is string;

/** The local day that a moment belongs to, `YYYY-MM-DD`. */
export function dayAt(timestamp: number): string;

/** The day `count` days later (earlier when negative). */
export function addDays(day: string, count: number): string;

/** The span of a local day: 24 hours, or 23 and 25 where the clocks change. */
export function spanOf(day: string): Span;

/** Local time `HH:MM`; where the clock shows that time twice, the offset tells which: `03:15 (UTC+2)`. */
export function timeAt(timestamp: number): string;

/** Both ends of a span as local times: `13:15–13:30`; an offset that both need stands once: `03:00–03:15 (UTC+2)`. */
export function timesOf(span: Span): string;

/** A label on the time axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/**
 * Ticks at the full local hours that `step` divides, both midnights included; the last one reads 24.
 * With a step of one, an hour that the clock shows twice has its offset in a second line; with any other it stands once.
 */
export function hourTicks(span: Span, step: number): Tick[];

/** The day in words: `Saturday 2 March 2024`. */
export function longDay(day: string): string;
