import type { Problem } from '../../../services/history-server/src/problem';
import { checkRecords } from '../../../services/history-server/src/records';
import { quarters } from './support';

const RECORD = { estonian_time: '2024-10-01T00:00:00+03:00', price: 5.01, timestamp: 1727730000 };

function bytes(value: unknown): Buffer {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

function problemOf(value: unknown): Problem {
  try {
    checkRecords(Buffer.isBuffer(value) ? value : bytes(value));
  } catch (error) {
    return error as Problem;
  }
  throw new Error('it was taken');
}

describe('a list of records is taken', () => {
  it.each([
    ['a single record', [RECORD]],
    [
      'the closing midnight, a record of the next day',
      [RECORD, { estonian_time: '2024-10-02T00:00:00+03:00', price: 78.57, timestamp: 1727816400 }],
    ],
    ['any order', quarters('2024-10-01').reverse()],
    ['negative, zero and whole prices', [-5.5, 0, 7].map((price, i) => ({ ...quarters('2024-10-01', 3)[i], price }))],
    [
      'the hour that comes twice in autumn, told apart by its offset',
      [
        { estonian_time: '2025-10-26T03:00:00+03:00', price: 1, timestamp: 1761436800 },
        { estonian_time: '2025-10-26T03:00:00+02:00', price: 2, timestamp: 1761440400 },
      ],
    ],
    ['a day of 100 records', quarters('2024-10-01', 100)],
  ])('with %s', (_, records) => {
    expect(checkRecords(bytes(records))).toBe(records.length);
  });

  it('whatever the white space', () => {
    expect(checkRecords(bytes(JSON.stringify([RECORD], null, 4)))).toBe(1);
  });
});

describe('a body that is not JSON is refused with 400', () => {
  it.each([
    ['nothing', ''],
    ['a cut list', '[{"price":1'],
    ['NaN', '[{"price":NaN}]'],
    ['a byte order mark', `\uFEFF${JSON.stringify([RECORD])}`],
    ['bytes that are not UTF-8', Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])],
  ])('%s', (_, body) => {
    expect(problemOf(body).status).toBe(400);
  });
});

describe('a list with a wrong record is refused with 422 and a pointer to it', () => {
  it.each([
    ['not a list', { a: 1 }, ['']],
    ['an empty list', [], ['']],
    ['a missing key', [RECORD, { price: 1, timestamp: 1727733600 }], ['/1']],
    ['a key too many', [{ ...RECORD, area: 'ee' }], ['/0']],
    ['a price in text', [{ ...RECORD, price: '5.01' }], ['/0/price']],
    ['a price beyond numbers', JSON.stringify([RECORD]).replace('5.01', '1e999'), ['/0/price']],
    ['a price of null', [{ ...RECORD, price: null }], ['/0/price']],
    ['a timestamp in text', [{ ...RECORD, timestamp: '1727730000' }], ['/0/timestamp']],
    ['a timestamp with a fraction', [{ ...RECORD, timestamp: 1727730000.5 }], ['/0/timestamp']],
    ['a timestamp in milliseconds', [{ ...RECORD, timestamp: 1727730000000 }], ['/0/timestamp']],
    ['a time without offset', [{ ...RECORD, estonian_time: '2024-10-01T00:00:00' }], ['/0/estonian_time']],
    ['a day that does not exist', [{ ...RECORD, estonian_time: '2024-09-31T00:00:00+03:00' }], ['/0/estonian_time']],
    ['an hour that does not exist', [{ ...RECORD, estonian_time: '2024-09-30T24:00:00+03:00' }], ['/0/estonian_time']],
    ['two instants', [{ ...RECORD, timestamp: 1727730001 }], ['/0/estonian_time']],
    [
      'the offset of winter in summer',
      [{ ...RECORD, estonian_time: '2024-10-01T00:00:00+02:00' }],
      ['/0/estonian_time'],
    ],
    ['the same timestamp twice', [RECORD, { ...RECORD, price: 6 }], ['/1/timestamp']],
    ['null', [null, RECORD], ['/0']],
    ['a number', [1, [RECORD]], ['/0', '/1']],
    ['several', [{ ...RECORD, price: 'x' }, RECORD, RECORD], ['/0/price', '/2/timestamp']],
    [
      'a key twice',
      '[{"estonian_time":"2024-10-01T00:00:00+03:00","price":1,"price":5.01,"timestamp":1727730000}]',
      [''],
    ],
    [
      'a key twice in disguise',
      '[{"estonian_time":"2024-10-01T00:00:00+03:00","pr\\u0069ce":1,"price":5.01,"timestamp":1727730000}]',
      [''],
    ],
  ])('%s', (_, body, pointers) => {
    const problem = problemOf(body);
    expect({ status: problem.status, pointers: problem.errors.map(({ pointer }) => pointer) }).toEqual({
      status: 422,
      pointers,
    });
  });

  it('says what is wrong and what would be right', () => {
    expect(problemOf([{ ...RECORD, timestamp: 1727730060 }]).detail).toBe(
      '1 faults in 1 records, first at /0/estonian_time: 2024-10-01T00:00:00+03:00 is not the instant of the timestamp 1727730060, 2024-09-30T21:01:00.000Z',
    );
  });

  it('names at most a hundred faults however many there are', () => {
    const problem = problemOf(Array.from({ length: 5000 }, () => ({})));
    expect(problem.errors).toHaveLength(100);
    expect(problem.detail).toMatch(/^100 or more faults in 5000 records/);
  });

  it('names at most a hundred faults of one record, too, up to the longest body', () => {
    const keys = Array.from({ length: 220_000 }, (_, index) => [`${index}`, 1]);
    const problem = problemOf([Object.fromEntries(keys)]);
    expect(problem.errors).toHaveLength(100);
    expect(problem.detail).toMatch(/^100 or more faults in 1 records/);
  });
});
