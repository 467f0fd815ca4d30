const HOUR = 3600;

export const ZONE = 'Europe/Tallinn';

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

const words = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

/** @param {string} day */
const utcMidnight = (day) => Date.parse(`${day}T00:00:00Z`) / 1000;

/** @param {number} timestamp */
const utcDay = (timestamp) => new Date(timestamp * 1000).toISOString().slice(0, 10);

/**
 * What the clock on the wall shows, and how far it is ahead of UTC.
 * @param {number} timestamp
 */
function local(timestamp) {
  const part = Object.fromEntries(clock.formatToParts(timestamp * 1000).map(({ type, value }) => [type, value]));
  const day = `${part.year}-${part.month}-${part.day}`;
  const time = `${part.hour}:${part.minute}`;
  return { day, time, offset: Date.parse(`${day}T${time}:${part.second}Z`) / 1000 - Math.floor(timestamp) };
}

/**
 * Whether the clock shows this moment's time a second time, an hour before or after.
 * @param {number} timestamp
 */
function isRepeated(timestamp) {
  const { time } = local(timestamp);
  return local(timestamp - HOUR).time === time || local(timestamp + HOUR).time === time;
}

/** @param {number} timestamp */
const offsetAt = (timestamp) => `+${local(timestamp).offset / HOUR}`;

/** @type {typeof import('./day.js').isDay} */
export function isDay(text) {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = utcMidnight(text);
  return Number.isFinite(midnight) && utcDay(midnight) === text;
}

/** @type {typeof import('./day.js').dayAt} */
export function dayAt(timestamp) {
  return local(timestamp).day;
}

/** @type {typeof import('./day.js').addDays} */
export function addDays(day, count) {
  return utcDay(utcMidnight(day) + count * 24 * HOUR);
}

/** @type {typeof import('./day.js').spanOf} */
export function spanOf(day) {
  return { start: midnightOf(day), end: midnightOf(addDays(day, 1)) };
}

/**
 * The clocks change at three and four in the morning, so the offset at 00:00 UTC less itself is the one at local midnight.
 * @param {string} day
 */
function midnightOf(day) {
  const utc = utcMidnight(day);
  return utc - local(utc - local(utc).offset).offset;
}

/** @type {typeof import('./day.js').timeAt} */
export function timeAt(timestamp) {
  const { time } = local(timestamp);
  return isRepeated(timestamp) ? `${time} (UTC${offsetAt(timestamp)})` : time;
}

/** @type {typeof import('./day.js').timesOf} */
export function timesOf({ start, end }) {
  const isOffsetShared = isRepeated(start) && isRepeated(end) && local(start).offset === local(end).offset;
  return `${isOffsetShared ? local(start).time : timeAt(start)}–${timeAt(end)}`;
}

/** @type {typeof import('./day.js').hourTicks} */
export function hourTicks({ start, end }, step) {
  const ticks = [];
  for (let at = start; at <= end; at += HOUR) {
    const hour = at === end ? '24' : local(at).time.slice(0, 2);
    if (Number(hour) % step !== 0) continue;
    if (!isRepeated(at)) ticks.push({ at, label: hour });
    else if (step === 1) ticks.push({ at, label: `${hour}\n${offsetAt(at)}` });
    else if (local(at - HOUR).time.slice(0, 2) !== hour) ticks.push({ at, label: hour });
  }
  return ticks;
}

/** @type {typeof import('./day.js').longDay} */
export function longDay(day) {
  return words.format(utcMidnight(day) * 1000);
}
