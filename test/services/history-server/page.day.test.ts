import {
  addDays,
  dayAt,
  hourTicks,
  isDay,
  longDay,
  spanOf,
  timeAt,
  timesOf,
} from '../../../services/history-server/page/day.js';

const at = (iso: string) => Date.parse(iso) / 1000;

describe('a day', () => {
  test.each(['2024-02-29', '2026-03-29', '2000-01-01', '2099-12-31'])('%s is one', (text) => {
    expect(isDay(text)).toBe(true);
  });

  test.each([
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-1-1',
    '20240101',
    '',
    ' 2024-01-01',
    null,
  ])('%j is none', (text) => {
    expect(isDay(text)).toBe(false);
  });

  test.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2024-03-01', -1, '2024-02-29'],
    ['2025-12-31', 1, '2026-01-01'],
    ['2026-03-29', 1, '2026-03-30'],
    ['2025-10-26', -1, '2025-10-25'],
  ])('%s and %i is %s', (day, count, expected) => {
    expect(addDays(day, count)).toBe(expected);
  });

  test.each([
    ['2026-01-15', '2026-01-15T00:00:00+02:00', '2026-01-16T00:00:00+02:00', 24],
    ['2026-07-15', '2026-07-15T00:00:00+03:00', '2026-07-16T00:00:00+03:00', 24],
    ['2026-03-29', '2026-03-29T00:00:00+02:00', '2026-03-30T00:00:00+03:00', 23],
    ['2025-10-26', '2025-10-26T00:00:00+03:00', '2025-10-27T00:00:00+02:00', 25],
    ['2024-03-31', '2024-03-31T00:00:00+02:00', '2024-04-01T00:00:00+03:00', 23],
    ['2024-10-27', '2024-10-27T00:00:00+03:00', '2024-10-28T00:00:00+02:00', 25],
  ])('%s runs from %s to %s, %i hours', (day, start, end, hours) => {
    expect(spanOf(day)).toEqual({ start: at(start), end: at(end) });
    expect((spanOf(day).end - spanOf(day).start) / 3600).toBe(hours);
  });

  test('starts at its own midnight and ends where the next begins, every day from 2015 to 2035', () => {
    const wrong = [];
    let days = 0;
    for (let day = '2015-01-01'; day < '2036-01-01'; day = addDays(day, 1), days++) {
      const { start, end } = spanOf(day);
      const isRight =
        dayAt(start) === day &&
        dayAt(start - 1) === addDays(day, -1) &&
        dayAt(end - 1) === day &&
        timeAt(start) === '00:00';
      if (!isRight) wrong.push(day);
    }
    expect(days).toBe(7670);
    expect(wrong).toEqual([]);
  });

  test('is the one in Estonia, not the one in UTC', () => {
    expect(dayAt(at('2026-01-15T21:59:59.900Z'))).toBe('2026-01-15');
    expect(dayAt(at('2026-01-15T22:00:00Z'))).toBe('2026-01-16');
    expect(dayAt(at('2026-07-15T21:00:00Z'))).toBe('2026-07-16');
  });

  test('has a name in words', () => {
    expect(longDay('2024-03-02')).toMatch(/^Saturday,? 2 March 2024$/); // The comma depends on the version of the locale data.
  });
});

describe('a time', () => {
  test.each([
    ['2025-10-26T02:45:00+03:00', '02:45'],
    ['2025-10-26T03:00:00+03:00', '03:00 (UTC+3)'],
    ['2025-10-26T03:45:00+03:00', '03:45 (UTC+3)'],
    ['2025-10-26T03:00:00+02:00', '03:00 (UTC+2)'],
    ['2025-10-26T03:45:00+02:00', '03:45 (UTC+2)'],
    ['2025-10-26T04:00:00+02:00', '04:00'],
    ['2026-03-29T02:45:00+02:00', '02:45'],
    ['2026-03-29T04:00:00+03:00', '04:00'],
  ])('%s is written %s', (iso, expected) => {
    expect(timeAt(at(iso))).toBe(expected);
  });

  test('that the clock skips in spring is never shown', () => {
    const { start, end } = spanOf('2026-03-29');
    const times = Array.from({ length: (end - start) / 900 }, (_, index) => timeAt(start + index * 900));
    expect(times).toHaveLength(92);
    expect(times.filter((time) => time.startsWith('03'))).toEqual([]);
  });

  test('that the clock shows twice in autumn is never ambiguous', () => {
    const { start, end } = spanOf('2025-10-26');
    const times = Array.from({ length: (end - start) / 900 }, (_, index) => timeAt(start + index * 900));
    expect(times).toHaveLength(100);
    expect(new Set(times).size).toBe(100);
  });

  test('range has both ends', () => {
    expect(timesOf({ start: at('2026-01-15T23:45:00+02:00'), end: at('2026-01-16T00:00:00+02:00') })).toBe(
      '23:45–00:00',
    );
    expect(timesOf({ start: at('2025-10-26T03:45:00+03:00'), end: at('2025-10-26T03:00:00+02:00') })).toBe(
      '03:45 (UTC+3)–03:00 (UTC+2)',
    );
    expect(timesOf({ start: at('2025-10-26T03:00:00+02:00'), end: at('2025-10-26T03:15:00+02:00') })).toBe(
      '03:00–03:15 (UTC+2)',
    );
  });
});

describe('the hour ticks', () => {
  const labels = (day: string, step: number) => hourTicks(spanOf(day), step).map(({ label }) => label);

  test('of an ordinary day run from 00 to 24', () => {
    expect(labels('2026-01-15', 6)).toEqual(['00', '06', '12', '18', '24']);
    expect(labels('2026-01-15', 1)).toHaveLength(25);
  });

  test('leave out the hour that spring skips', () => {
    expect(labels('2026-03-29', 3)).toEqual(['00', '06', '09', '12', '15', '18', '21', '24']);
    expect(labels('2026-03-29', 1).slice(0, 5)).toEqual(['00', '01', '02', '04', '05']);
  });

  test('show the hour that autumn repeats with its offsets, or once where there is little room', () => {
    expect(labels('2025-10-26', 1).slice(2, 6)).toEqual(['02', '03\n+3', '03\n+2', '04']);
    expect(labels('2025-10-26', 3)).toEqual(['00', '03', '06', '09', '12', '15', '18', '21', '24']);
  });

  test('stand at their hours', () => {
    expect(hourTicks(spanOf('2025-10-26'), 6).map(({ at: time }) => time)).toEqual(
      ['26T00:00:00+03:00', '26T06:00:00+02:00', '26T12:00:00+02:00', '26T18:00:00+02:00', '27T00:00:00+02:00'].map(
        (rest) => at(`2025-10-${rest}`),
      ),
    );
  });
});
