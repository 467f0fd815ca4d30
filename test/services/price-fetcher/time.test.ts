import fc from 'fast-check';
import {
  addDays,
  dayOf,
  daysFromTo,
  endOf,
  estonianTime,
  isDay,
  startOf,
} from '../../../services/price-fetcher/src/time';

const seconds = (iso: string) => Date.parse(iso) / 1000;
const instants = fc.integer({ min: seconds('2015-01-01T00:00:00Z'), max: seconds('2035-12-31T23:59:59Z') });
const days = fc
  .date({ min: new Date('2015-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** Node's own idea of Estonian clocks, asked for by fields instead of by offset. */
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Tallinn', dateStyle: 'short', timeStyle: 'medium' });
const shownByClock = (instant: number) => clock.format(instant * 1000).replace(' ', 'T');

/** Summer time by the EU's rule instead of by zone data: from the last Sunday of March to that of October, 01:00 UTC each. */
function isSummer(instant: number): boolean {
  const year = new Date(instant * 1000).getUTCFullYear();
  const lastSunday = (month: number) => {
    const last = new Date(Date.UTC(year, month + 1, 0, 1));
    return last.setUTCDate(last.getUTCDate() - last.getUTCDay()) / 1000;
  };
  return lastSunday(2) <= instant && instant < lastSunday(9);
}

describe('Estonian time, 2015 to 2035', () => {
  it('is what the clocks show, with the offset that leads back to the instant', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const text = estonianTime(instant);
        expect(text.slice(0, 19)).toBe(shownByClock(instant));
        expect(Date.parse(text) / 1000).toBe(instant);
      }),
      { numRuns: 2000 },
    );
  });

  it('is three hours ahead of UTC in summer and two in winter', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(estonianTime(instant).slice(19)).toBe(isSummer(instant) ? '+03:00' : '+02:00');
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the two 03:00 of the night that summer time ends apart by their offset', () => {
    expect([seconds('2026-10-25T00:00:00Z'), seconds('2026-10-25T01:00:00Z')].map(estonianTime)).toEqual([
      '2026-10-25T03:00:00+03:00',
      '2026-10-25T03:00:00+02:00',
    ]);
  });

  it('shows the times of the record format’s example', () => {
    expect([1727730000, 1727733600, 1727816400].map(estonianTime)).toEqual([
      '2024-10-01T00:00:00+03:00',
      '2024-10-01T01:00:00+03:00',
      '2024-10-02T00:00:00+03:00',
    ]);
  });
});

describe('an Estonian day', () => {
  it('starts at midnight, right after the day before has ended', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(shownByClock(startOf(day))).toBe(`${day}T00:00:00`);
        expect(dayOf(startOf(day))).toBe(day);
        expect(dayOf(startOf(day) - 1)).toBe(addDays(day, -1));
        expect(dayOf(endOf(day) - 1)).toBe(day);
        expect(dayOf(endOf(day))).toBe(addDays(day, 1));
      }),
      { numRuns: 1000 },
    );
  });

  it('has 24 hours but 23 and 25 on the last Sundays of March and October, in all 21 years', () => {
    const odd = daysFromTo('2015-01-01', '2035-12-31').filter((day) => endOf(day) - startOf(day) !== 24 * 3600);
    expect(odd).toHaveLength(2 * 21);
    for (const day of odd) {
      expect(new Date(day).getUTCDay()).toBe(0);
      expect(endOf(day) - startOf(day)).toBe((day.slice(5, 7) === '03' ? 23 : 25) * 3600);
    }
  });

  it('is found by the calendar, also over the change of a year and a leap day', () => {
    expect(addDays('2023-12-31', 1)).toBe('2024-01-01');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2025-03-01', -1)).toBe('2025-02-28');
    expect(daysFromTo('2024-02-28', '2024-03-01')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(daysFromTo('2024-03-01', '2024-02-28')).toEqual([]);
  });

  it.each(['2024-02-29', '2026-11-22', '2000-12-31'])('is a day: %s', (text) => expect(isDay(text)).toBe(true));

  it.each([
    '2024-02-30',
    '2025-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-1-1',
    '20240101',
    '2024-01-01T00:00',
    ' 2024-01-01',
    'tomorrow',
    '',
  ])('is no day: "%s"', (text) => expect(isDay(text)).toBe(false));
});
