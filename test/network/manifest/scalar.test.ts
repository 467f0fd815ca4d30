import { readManifests } from '../../../network/manifest/source-reader';
import { thrownBy } from '../../support/synth';

/** Each row was read by kubectl's own library, sigs.k8s.io/yaml 1.4.0, which wrote the value as JSON. */
const READ_BY_KUBECTL: [written: string, value: unknown][] = [
  ['yes', true],
  ['Yes', true],
  ['yEs', 'yEs'],
  ['on', true],
  ['y', true],
  ['N', false],
  ['off', false],
  ['TRUE', true],
  ['tRUE', 'tRUE'],
  ['~', null],
  ['Null', null],
  ['', null],
  ['0777', 511],
  ['0o17', 15],
  ['08', 8],
  ['09.5', 9.5],
  ['0x1F', 31],
  ['0X1f', 31],
  ['-0x1F', -31],
  ['0xffffffffffffffffff', '0xffffffffffffffffff'],
  ['0777777777777777777777777', 7.777777777777778e23],
  ['0b101', 5],
  ['0b12', '0b12'],
  ['-0b11', -3],
  ['1_000', 1000],
  ['1_', 1],
  ['_1', '_1'],
  ['+5', 5],
  ['+.5', 0.5],
  ['.5', 0.5],
  ['.5_0', 0.5],
  ['._5', '._5'],
  ['5.', 5],
  ['1e3', 1000],
  ['1E+3', 1000],
  ['1e999', '1e999'],
  ['12e03', 12000],
  ['2020-01-01', '2020-01-01'],
  ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
  ['1:30', '1:30'],
  ['190:20:30', '190:20:30'],
  ['1.2.3', '1.2.3'],
  ['0x', '0x'],
  ['1_0.5', 10.5],
  ['18446744073709551616', 18446744073709552000],
  ['-9223372036854775809', -9223372036854776000],
  ['+', '+'],
  ['=', '='],
  ['"yes"', 'yes'],
  ["'it''s'", "it's"],
  ['!!str yes', 'yes'],
  ['!!int "5"', 5],
  ['!!float 5', 5],
  ['!!bool "on"', true],
  ['!!binary aGk=', 'hi'],
  ['!!null ""', null],
  ['!!timestamp 2020-01-01', '2020-01-01'],
  ['! 5', '5'],
  ['!foo 5', '5'],
  ['!foo {a: 1}', { a: 1 }],
  ['!!set {a}', { a: null }],
  ['{b:c}', { 'b:c': null }],
  ['{on: x}', { true: 'x' }],
  ['{1: x}', { 1: 'x' }],
  ['{0777: x}', { 511: 'x' }],
  ['{1.50: x}', { 1.5: 'x' }],
  ['{2020-01-01: x}', { '2020-01-01': 'x' }],
];

function read(value: string): unknown {
  const text = `apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: thing}\nspec:\n  value: ${value}\n`;
  const [manifest] = readManifests(text, 'thing.yaml').manifests;
  return (manifest!.object.spec as { value: unknown }).value;
}

describe('scalars', () => {
  it.each(READ_BY_KUBECTL)('%s is what kubectl reads', (written, value) => {
    expect(read(written)).toEqual(value);
  });

  it.each([
    '.inf',
    '+.Inf',
    '-.INF',
    '.nan',
    '.NaN',
  ])('%s is refused, as by kubectl: JSON has no such number', (written) => {
    expect(thrownBy(() => read(written)).message).toMatch(
      /^thing\.yaml:5: -?(Infinity|NaN) is a number that JSON does not have/,
    );
  });

  it.each([
    '!!int yes',
    '!!bool 5',
    '!!binary "*"',
  ])('%s is refused, as by kubectl: the tag does not fit', (written) => {
    expect(thrownBy(() => read(written)).message).toMatch(/^thing\.yaml:5: cannot resolve a node/);
  });

  it.each(['@x', '`x`', '%x', 'b: c', ',x'])('%s is refused, as by kubectl: no value begins so', (written) => {
    expect(thrownBy(() => read(written)).message).toMatch(/^thing\.yaml:5: .*\[input\/syntax\]$/);
  });
});
