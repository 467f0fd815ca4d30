import { readerHas, writePrecondition } from '../../../services/history-server/src/preconditions';

const STORED = 'abc';
const NOTHING = undefined;

describe('a write with a condition', () => {
  it.each([
    [{ 'if-match': '"abc"' }, STORED, true],
    [{ 'if-match': '"abc"' }, 'changed', false],
    [{ 'if-match': '"abc"' }, NOTHING, false],
    [{ 'if-match': '"x", "abc"' }, STORED, true],
    [{ 'if-match': '"x,y","abc"' }, STORED, true],
    [{ 'if-match': '"x,abc"' }, STORED, false],
    [{ 'if-match': '"x",,"abc"' }, STORED, true],
    [{ 'if-match': ' , , "x" ,\t, "abc", ,' }, STORED, true],
    [{ 'if-match': '"",' }, STORED, false],
    [{ 'if-match': 'W/"abc"' }, STORED, false],
    [{ 'if-match': '*' }, STORED, true],
    [{ 'if-match': '*' }, NOTHING, false],
    [{ 'if-none-match': '*' }, NOTHING, true],
    [{ 'if-none-match': '*' }, STORED, false],
    [{ 'if-none-match': '"abc"' }, STORED, false],
    [{ 'if-none-match': 'W/"abc"' }, STORED, false],
    [{ 'if-none-match': '"x"' }, STORED, true],
    [{ 'if-none-match': '"x"' }, NOTHING, true],
    [{ 'if-match': '*', 'if-none-match': '"abc"' }, STORED, false],
    [{ 'if-match': '"abc"', 'if-none-match': '"x"' }, STORED, true],
  ])('%j over %s goes ahead: %s', (headers, current, expected) => {
    expect(writePrecondition(headers)?.(current)).toBe(expected);
  });

  it('has none without a header', () => {
    expect(writePrecondition({})).toBeUndefined();
  });

  it.each([
    'abc',
    '"abc',
    'w/"abc"',
    '"a" "b"',
    '"abc"x',
    '',
    ' ',
    ',',
    ', ,',
    '*, "abc"',
    '"abc", *',
    '"a",,b',
    '"a"b"',
  ])('is refused when it reads %j', (text) => {
    expect(() => writePrecondition({ 'if-match': text })).toThrow(expect.objectContaining({ status: 400 }));
  });
});

describe('a read with If-None-Match', () => {
  it.each([
    ['"abc"', true],
    ['W/"abc"', true],
    ['"x", W/"abc"', true],
    ['*', true],
    ['"x"', false],
  ])('%s: the reader has the day is %s', (text, expected) => {
    expect(readerHas(STORED, { 'if-none-match': text })).toBe(expected);
  });

  it('is never answered 304 without the header', () => {
    expect(readerHas(STORED, {})).toBe(false);
  });
});

describe('a read with If-Match', () => {
  it.each(['"abc"', '"x", "abc"', '*'])('%s goes ahead over that state', (text) => {
    expect(readerHas(STORED, { 'if-match': text })).toBe(false);
    expect(readerHas(STORED, { 'if-match': text, 'if-none-match': '"abc"' })).toBe(true);
  });

  it.each(['"x"', 'W/"abc"'])('%s is refused with 412 over another, before If-None-Match is asked', (text) => {
    const refusal = expect.objectContaining({ status: 412 });
    expect(() => readerHas(STORED, { 'if-match': text })).toThrow(refusal);
    expect(() => readerHas(STORED, { 'if-match': text, 'if-none-match': '"abc"' })).toThrow(refusal);
  });

  it('is refused with 400 when its other condition is malformed, whichever of them fails', () => {
    const read = () => readerHas('other', { 'if-match': '"etag"', 'if-none-match': 'etag' });
    expect(read).toThrow(expect.objectContaining({ status: 400 }));
  });

  it('is refused with 400 when it is malformed', () => {
    expect(() => readerHas(STORED, { 'if-match': 'abc' })).toThrow(expect.objectContaining({ status: 400 }));
  });
});
