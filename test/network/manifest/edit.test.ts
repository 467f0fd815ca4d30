import { diffLines } from 'diff';
import { editText } from '../../../network/manifest/edit';
import type { FieldPath } from '../../../network/manifest/manifest';

const BLOCK = `# head
metadata:
  name: a # the name

  labels: # none
spec:
  ports:
  - port: 80   # http
    name: "web"
  # the next
  - name: 'x'
    port: 81
  selector: {app: a, tier: b}
  text: |
    two
    lines
  last:
      deep: 1
# tail
`;

/** Lines taken away and put in their place. */
function change(before: string, path: FieldPath, value?: unknown): string[] {
  return diffLines(before, editText(before, path, value)!)
    .filter(({ added, removed }) => added || removed)
    .flatMap(({ added, value: lines }) =>
      lines
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${added ? '+' : '-'}${line}`),
    );
}

describe('an edit of a text', () => {
  it.each<[string, FieldPath, unknown, string[]]>([
    ['a number', ['spec', 'ports', 0, 'port'], 8080, ['-  - port: 80   # http', '+  - port: 8080   # http']],
    ['a word', ['metadata', 'name'], 'b', ['-  name: a # the name', '+  name: b # the name']],
    [
      'a word that kubectl takes for true',
      ['spec', 'selector', 'app'],
      'on',
      ['-  selector: {app: a, tier: b}', '+  selector: {app: "on", tier: b}'],
    ],
    ['digits that are text', ['spec', 'ports', 1, 'name'], '1', ["-  - name: 'x'", '+  - name: "1"']],
    ['a new field at the end of a map', ['spec', 'ports', 1, 'protocol'], 'UDP', ['+    protocol: UDP']],
    ['a new field before a comment', ['spec', 'ports', 0, 'protocol'], 'UDP', ['+    protocol: UDP']],
    [
      'a new field within braces',
      ['spec', 'selector', 'x'],
      1,
      ['-  selector: {app: a, tier: b}', '+  selector: {app: a, tier: b, x: 1}'],
    ],
    ['a field with its parents', ['spec', 'a', 'b'], true, ['+  a:', '+    b: true']],
    ['a field of what is empty', ['metadata', 'labels', 'x'], 'y', ['+    x: "y"']],
    ['a new item', ['spec', 'ports', 2], { port: 1, name: 'b' }, ['+  - port: 1', '+    name: b']],
    ['a list instead of a map', ['spec', 'last'], [1], ['-      deep: 1', '+    - 1']],
    ['a word instead of a map', ['spec', 'last'], 'x', ['-  last:', '-      deep: 1', '+  last: x']],
    ['a word instead of lines', ['spec', 'text'], 'x', ['-  text: |', '-    two', '-    lines', '+  text: x']],
    ['no field any more', ['spec', 'ports', 1, 'port'], undefined, ['-    port: 81']],
    [
      'no first field of an item',
      ['spec', 'ports', 0, 'port'],
      undefined,
      ['-  - port: 80   # http', '-    name: "web"', '+  - name: "web"'],
    ],
    ['no item', ['spec', 'ports', 1], undefined, ["-  - name: 'x'", '-    port: 81']],
    [
      'no field within braces',
      ['spec', 'selector', 'app'],
      undefined,
      ['-  selector: {app: a, tier: b}', '+  selector: {tier: b}'],
    ],
    [
      'no last field within braces',
      ['spec', 'selector', 'tier'],
      undefined,
      ['-  selector: {app: a, tier: b}', '+  selector: {app: a}'],
    ],
    ['no only field', ['spec', 'last', 'deep'], undefined, ['-  last:', '-      deep: 1', '+  last: {}']],
    ['no map', ['spec', 'last'], undefined, ['-  last:', '-      deep: 1']],
  ])('writes %s', (_, path, value, lines) => {
    expect(change(BLOCK, path, value).map((line) => line.trimEnd())).toEqual(lines);
  });

  it.each<[string, FieldPath, unknown, string]>([
    ['{"a": {"b": 1}, "c": [1]}', ['a', 'b'], 'on', '{"a": {"b": "on"}, "c": [1]}'],
    ['{"a": {"b": 1}, "c": [1]}', ['c', 1], 2, '{"a": {"b": 1}, "c": [1, 2]}'],
    ['{"a": {"b": 1}, "c": [1]}', ['a', 'x'], { y: [] }, '{"a": {"b": 1, "x": {"y":[]}}, "c": [1]}'],
    ['{"a": {"b": 1}, "c": [1]}', ['c', 0], undefined, '{"a": {"b": 1}, "c": []}'],
    ['{\n  "a": 1\n}\n', ['b'], 2, '{\n  "a": 1,\n  "b": 2\n}\n'],
    ['{"a": {}}', ['a', 'b'], 1, '{"a": { "b": 1 }}'],
  ])('keeps JSON %s at %j = %j', (text, path, value, expected) => {
    expect(editText(text, path, value)).toBe(expected);
  });

  it('needs no line break at the end', () => {
    expect(editText('a:\n  b: 1', ['a', 'c'], 2)).toBe('a:\n  b: 1\n  c: 2');
    expect(editText('a: 1', ['a'], 'x')).toBe('a: x');
  });

  it.each<[string, string, FieldPath, unknown]>([
    ['behind an alias', 'a: &a {b: 1}\nc: *a', ['c', 'b'], 2],
    ['of a word', 'a: 1', ['a', 'b'], 2],
    ['far behind the end of a list', 'a: [1]', ['a', 2], 2],
    ['that is not there, to take it away', 'a: {b: 1}', ['a', 'c'], undefined],
  ])('is not made %s', (_, text, path, value) => {
    expect(editText(text, path, value)).toBeUndefined();
  });
});
