import fc from 'fast-check';
import type { Finding } from '../../../network/doctor/finding';
import { fixesFor } from '../../../network/doctor/fix';
import type { Edit } from '../../../network/doctor/rule';
import type { Manifest } from '../../../network/manifest/manifest';
import { scanManifests } from '../../../network/manifest/source-reader';

type Fields = Record<string | number, unknown>;

const SERVICE = `# the shop's
apiVersion: v1
kind: Service
metadata: {name: shop}   # its name
spec:
  # who answers
  ports:
    - port: 80 # http
      targetPort: 8080
`;

function finding(manifest: Manifest, edits: readonly Edit[]): Finding {
  const { position } = manifest.origin;
  return { rule: 'a/b', severity: 'error', message: 'm', fix: 'f', position, manifest, edits };
}

/** The text after edits, each of a finding of its own on the object of that number. */
function fixed(
  file: string,
  ...edits: readonly (Edit & { readonly object?: number })[]
): { text: string; mended: number } {
  const { manifests } = scanManifests(file, 'a.yaml');
  const findings = edits.map(({ object = 0, ...edit }) => finding(manifests[object]!, [edit]));
  const { changes, mended } = fixesFor(findings, () => file);
  return { text: changes[0]?.after ?? file, mended: mended.length };
}

const target = (value: unknown, object = 0) => ({ object, path: ['spec', 'ports', 0, 'targetPort'], value });

describe('the fix of a finding', () => {
  it.each<[string, string]>([
    ['a document', SERVICE],
    ['one of several documents', `${SERVICE}---\n${SERVICE.replaceAll('shop', 'other')}`],
    ['lines that end as on Windows', SERVICE.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${SERVICE}`],
    ['no line break at the end', SERVICE.trimEnd()],
    [
      'an item of a list',
      `apiVersion: v1\nkind: List\nitems:\n- ${SERVICE.split('\n').slice(1).join('\n  ').trimEnd()}\n# end\n`,
    ],
    [
      'JSON',
      `${JSON.stringify({ kind: 'Service', apiVersion: 'v1', metadata: { name: 'a' }, spec: { ports: [{ targetPort: 8080 }] } }, null, 4)}\n`,
    ],
    [
      'JSON in a row',
      '{"kind":"Service","apiVersion":"v1","metadata":{"name":"a"},"spec":{"ports":[{"targetPort":8080}]}}\n{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}',
    ],
    [
      'a list in JSON',
      '{"kind":"List","apiVersion":"v1","items":[{"kind":"Service","apiVersion":"v1","metadata":{"name":"a"},"spec":{"ports":[{"targetPort":8080}]}}]}',
    ],
  ])('changes its own characters only: %s', (_, file) => {
    expect(fixed(file, target(80))).toEqual({ text: file.replace('8080', '80'), mended: 1 });
  });

  it('is made beside others, in one object and in several', () => {
    const file = `${SERVICE}---\n${SERVICE.replaceAll('shop', 'other')}`;
    const { text, mended } = fixed(file, target(1), { path: ['spec', 'type'], value: 'NodePort' }, target(2, 1));
    expect(mended).toBe(3);
    expect(text).toBe(file.replace('8080\n', '1\n  type: NodePort\n').replace('8080', '2'));
  });

  it('is left for the next time where another changes the same field', () => {
    expect(fixed(SERVICE, target(1), target(2))).toEqual({ text: SERVICE.replace('8080', '1'), mended: 1 });
    const ports = { path: ['spec', 'ports', 0], value: undefined };
    expect(fixed(SERVICE, ports, target(2)).mended).toBe(1);
  });

  it.each<[string, string]>([
    ['line ends that differ', SERVICE.replace('v1\n', 'v1\r\n')],
    [
      'a field behind an alias',
      SERVICE.replace('    - port: 80 # http\n      targetPort: 8080', '    - &a {targetPort: 8080}\n    - *a'),
    ],
  ])('is not made with %s', (_, file) => {
    expect(fixed(file, target(1))).toEqual({ text: file, mended: 0 });
  });

  it.each<[string, string, Edit['path'], unknown]>([
    ['the value of an anchor', '&s {app: a}', ['spec', 'selector', 'app'], 'b'],
    ['a whole value with an anchor', '&s {app: a}', ['spec', 'selector'], { app: 'b' }],
    ['a value that holds an anchor', '{app: &s a}', ['spec', 'selector'], { app: 'b' }],
    ['a field with an anchor, to take away', '&s {app: a}', ['spec', 'selector'], undefined],
    ['a map to which a field is added', '&s {app: a}', ['spec', 'selector', 'tier'], 'b'],
  ])('leaves %s alone, since other objects may go by it', (_, selector, path, value) => {
    const item = (name: string, written: string) =>
      `- apiVersion: v1\n  kind: Service\n  metadata: {name: ${name}}\n  spec: {selector: ${written}, ports: [{port: 80}]}\n`;
    const list = (...items: string[]) => `apiVersion: v1\nkind: List\nitems:\n${items.join('')}`;
    const text = list(item('a', selector), item('b', selector.includes('&s a') ? '{app: *s}' : '*s'));
    expect(fixed(text, { path, value })).toEqual({ text, mended: 0 });
    expect(fixed(text, { path: ['spec', 'ports', 0, 'port'], value: 81 })).toMatchObject({ mended: 1 });
  });

  it('is not made when the file has changed since', () => {
    const { manifests } = scanManifests(SERVICE, 'a.yaml');
    const findings = [finding(manifests[0]!, [target(1)])];
    expect(fixesFor(findings, () => SERVICE.replace('80 #', '81 #'))).toEqual({ changes: [], mended: [] });
    expect(fixesFor(findings, () => undefined)).toEqual({ changes: [], mended: [] });
  });

  it('is made as a whole or not at all', () => {
    const { manifests } = scanManifests(SERVICE, 'a.yaml');
    const impossible = { path: ['kind', 'name'], value: 1 };
    expect(fixesFor([finding(manifests[0]!, [target(1), impossible])], () => SERVICE).changes).toEqual([]);
  });

  it('writes any value so that it reads as that', () => {
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('on', 'y', '0x1', '1e3', '~', '- a', '# b', 'a: b', '1_000', '0777', '=', ''),
        fc.integer(),
        fc.boolean(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-z/.]{1,6}$/), tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).value;
    const paths = [
      ['spec', 'ports', 0, 'targetPort'],
      ['spec', 'new', 'field'],
      ['spec', 'ports', 1],
      ['spec', 'ports'],
      ['spec', 'new', 0, 'field'],
    ];
    fc.assert(
      fc.property(json, fc.constantFrom(...paths), (value, path) => {
        const { text, mended } = fixed(SERVICE, { path, value });
        expect(mended).toBe(1);
        const { manifests } = scanManifests(text, 'a.yaml');
        const written = path.reduce<unknown>((data, step) => (data as Fields)[step], manifests[0]!.object);
        expect(written).toEqual(value);
        for (const comment of ["# the shop's", '# its name', '# who answers']) expect(text).toContain(comment);
      }),
      { numRuns: 300 },
    );
  });
});
