import fc from 'fast-check';
import { LAST_PORT, PROTOCOLS, type Protocol } from '../../../network/cluster/port';
import { formatPorts, hasPort, type PortSet, PortSets, subtract } from '../../../network/reach/port-set';

const sets = new PortSets();
const range = fc
  .tuple(fc.constantFrom(...PROTOCOLS), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 10 }))
  .map(([protocol, first, more]) => sets.of(protocol, first, first + more));
const portSet = fc
  .array(range, { maxLength: 5 })
  .map((parts) => parts.reduce((one, other) => sets.union(one, other), sets.none));
const port = fc.tuple(fc.constantFrom(...PROTOCOLS), fc.integer({ min: 1, max: 60 }));

const has = (set: PortSet, [protocol, number]: [Protocol, number]) => hasPort(set, protocol, number);

it('has in a union what either has, and in an intersection what both have', () => {
  fc.assert(
    fc.property(portSet, portSet, port, (one, other, at) => {
      expect(has(sets.union(one, other), at)).toBe(has(one, at) || has(other, at));
      expect(has(sets.intersection(one, other), at)).toBe(has(one, at) && has(other, at));
    }),
  );
});

it('subtracts what the other has', () => {
  fc.assert(
    fc.property(portSet, portSet, port, (one, other, at) => {
      const left = { id: -1, ranges: subtract(one.ranges, other.ranges) };
      expect(has(left, at)).toBe(has(one, at) && !has(other, at));
    }),
  );
});

it('makes equal sets the same object, however they came about', () => {
  fc.assert(
    fc.property(portSet, portSet, (one, other) => {
      expect(sets.union(one, other)).toBe(sets.union(other, one));
      expect(sets.union(sets.intersection(one, other), one)).toBe(one);
      expect(sets.intersection(sets.union(one, other), one)).toBe(one);
    }),
  );
});

it.each([
  [[['TCP', 80, 80]], 'TCP 80'],
  [
    [
      ['TCP', 80, 80],
      ['TCP', 81, 81],
      ['TCP', 443, 443],
    ],
    'TCP 80-81,443',
  ],
  [
    [
      ['UDP', 53, 53],
      ['TCP', 53, 53],
      ['SCTP', 1, LAST_PORT],
    ],
    'SCTP 1-65535,TCP 53,UDP 53',
  ],
  [[], 'No Connections'],
  [PROTOCOLS.map((protocol) => [protocol, 1, LAST_PORT]), 'All Connections'],
] as [[Protocol, number, number][], string][])('writes %j as %s', (parts, text) => {
  const set = parts.map((part) => sets.of(...part)).reduce((one, other) => sets.union(one, other), sets.none);
  expect(formatPorts(set)).toBe(text);
});
