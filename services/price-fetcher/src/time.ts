/** A calendar day of Estonia, written YYYY-MM-DD: such strings sort and compare by time. */
export type Day = string;

/** Seconds since 1970-01-01T00:00:00Z. */
export type EpochSeconds = number;

const wallClock = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Tallinn', timeZoneName: 'longOffset' });

/** Seconds that Estonia's clocks are ahead of UTC at an instant: the zone data inside Node.js decides, not the container's TZ. */
function offsetAt(instant: EpochSeconds): number {
  const name = wallClock.formatToParts(instant * 1000).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)$/.exec(name) ?? [];
  if (!sign) throw new Error(`Europe/Tallinn has the offset "${name}" at ${instant}, expected one like GMT+02:00`);
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

const twoDigits = (value: number) => String(value).padStart(2, '0');

/** The instant as Estonia's clocks show it: `2024-10-01T00:00:00+03:00`. */
export function estonianTime(instant: EpochSeconds): string {
  const offset = offsetAt(instant);
  const minutes = Math.abs(offset) / 60;
  const sign = offset < 0 ? '-' : '+';
  const local = new Date((instant + offset) * 1000).toISOString().slice(0, 19);
  return `${local}${sign}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** The Estonian day an instant falls on. */
export const dayOf = (instant: EpochSeconds): Day => estonianTime(instant).slice(0, 10);

/** Whether the text is YYYY-MM-DD and such a day exists (2024-02-30 does not). */
export function isDay(text: string): text is Day {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}

/** The day so many days later, or earlier if negative: by the calendar, not by adding 24 hours. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Both ends included. */
export function daysFromTo(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** 00:00 in Estonia: 21:00 or 22:00 UTC of the day before. */
export function startOf(day: Day): EpochSeconds {
  const midnightUtc = Date.parse(day) / 1000;
  return midnightUtc - offsetAt(midnightUtc - offsetAt(midnightUtc));
}

/** The first instant that is no longer this day; 23, 24 or 25 hours after its start. */
export const endOf = (day: Day): EpochSeconds => startOf(addDays(day, 1));
