import { areaPrices, priceUrl } from '../../../services/price-fetcher/src/elering';
import { NotPublishedError } from '../../../services/price-fetcher/src/exit-codes';

const question = (url: URL) => Object.fromEntries(url.searchParams);

describe('the question to Elering', () => {
  const base = new URL('https://dashboard.elering.ee/');

  it('asks up to the last second of the day, because `end` is inclusive', () => {
    expect(question(priceUrl(base, '2024-10-01', '2024-10-01'))).toEqual({
      start: '2024-10-01T00:00:00+03:00',
      end: '2024-10-01T23:59:59+03:00',
    });
  });

  it.each([
    ['2026-03-29', '2026-03-29T00:00:00+02:00', '2026-03-29T23:59:59+03:00'],
    ['2025-10-26', '2025-10-26T00:00:00+03:00', '2025-10-26T23:59:59+02:00'],
  ])('carries both offsets of %s, the day the clocks change', (day, start, end) => {
    expect(question(priceUrl(base, day, day))).toEqual({ start, end });
  });

  it('escapes the plus of the offset, which would arrive as a blank', () => {
    expect(priceUrl(base, '2024-10-01', '2024-10-31').search).toBe(
      '?start=2024-10-01T00%3A00%3A00%2B03%3A00&end=2024-10-31T23%3A59%3A59%2B02%3A00',
    );
  });

  it('keeps a path that the address has', () => {
    expect(priceUrl(new URL('http://127.0.0.1/mirror/'), '2024-10-01', '2024-10-01').pathname).toBe(
      '/mirror/api/nps/price',
    );
  });
});

describe("Elering's answer", () => {
  const answer = (data: unknown) => JSON.stringify({ success: true, data });

  it('is read for one area', () => {
    const body = answer({ ee: [{ timestamp: 1790985600, price: 31.37 }], fi: [{ timestamp: 1790985600, price: 20 }] });
    expect(areaPrices(body, 'ee')).toEqual([{ timestamp: 1790985600, price: 31.37 }]);
    expect(areaPrices(body, 'fi')).toEqual([{ timestamp: 1790985600, price: 20 }]);
  });

  it.each(['{}', '[]', answer({}), answer([]), answer({ ee: [] })])('holds no prices when it is %s', (body) => {
    expect(areaPrices(body, 'ee')).toEqual([]);
  });

  it.each([
    ['', 'not JSON but nothing'],
    ['<!doctype html>\n<title>Maintenance</title>', 'not JSON but "<!doctype html> <title>Maintenance</title>"'],
    ['{"success":true,"data":{"ee":[{"timest', 'not JSON'],
    ['null', 'at the top'],
    ['"sorry"', 'at the top'],
    ['{"success":false,"messages":["x"]}', 'at success'],
    ['{"success":true}', 'no "data"'],
    [answer([1]), 'at data'],
    [answer({ fi: [], lv: [] }), 'no area "ee", only "fi", "lv"'],
    [answer({ ee: { timestamp: 1, price: 1 } }), 'at data.ee'],
    [
      answer({
        ee: [
          { timestamp: 1, price: 1 },
          { timestamp: 2, price: null },
        ],
      }),
      'at data.ee[1].price',
    ],
    [answer({ ee: [{ timestamp: 1, price: '5,01' }] }), 'at data.ee[0].price'],
    ['{"success":true,"data":{"ee":[{"timestamp":1,"price":1e999}]}}', 'at data.ee[0].price'],
    [answer({ ee: [{ timestamp: '2024-10-01', price: 1 }] }), 'at data.ee[0].timestamp'],
    [answer({ ee: [{ timestamp: 1.5, price: 1 }] }), 'at data.ee[0].timestamp'],
    [answer({ ee: [{ price: 1 }, { price: 2 }, { price: 3 }] }), 'at data.ee[0].timestamp: .*, and 2 more'],
  ])('is malformed when it is %s', (body, message) => {
    expect(() => areaPrices(body, 'ee')).toThrow(NotPublishedError);
    expect(() => areaPrices(body, 'ee')).toThrow(new RegExp(message.replace(/[[\]]/g, '\\$&')));
  });
});
