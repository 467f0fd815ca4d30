import { isDay } from '../../../services/history-server/src/day';

describe('isDay', () => {
  it.each(['2024-10-01', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('takes %s', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each([
    ['', 'nothing'],
    ['2024-02-30', 'a day February never has'],
    ['2023-02-29', 'the leap day of a common year'],
    ['1900-02-29', 'the leap day of a century'],
    ['2024-04-31', 'a day April never has'],
    ['2024-13-01', 'a thirteenth month'],
    ['2024-00-10', 'no month'],
    ['2024-01-00', 'no day'],
    ['2024-1-1', 'missing zeros'],
    ['24-01-01', 'a short year'],
    ['+002024-01-01', 'a long year'],
    ['2024-10-01T00:00:00', 'a time'],
    [' 2024-10-01', 'a space'],
    ['2024-10-01\n', 'a line end'],
    ['2024-10-01/../x', 'a path'],
    ['../2024-10-01', 'a path before'],
    ['٢٠٢٤-١٠-٠١', 'digits of another script'],
    ['today', 'a word'],
  ])('refuses %j: %s', (text) => {
    expect(isDay(text)).toBe(false);
  });
});
