import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { readPaths, readStream } from '../../network/files';
import { InputError } from '../../network/input-error';
import { READ_LIMITS } from '../../network/manifest/reading';

const pod = (name: string) => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n`;
/** Of a kind that takes any name. */
const thing = (name: string) => pod(name).replace('v1', 'example.org/v1');
const KUSTOMIZATION = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n';

describe('files and folders', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const at = (...names: string[]) => join(folder, ...names);

  function write(files: Record<string, string | Uint8Array>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content);
    }
  }

  const names = (...paths: string[]) => readPaths(paths).manifests.map(({ object }) => object.metadata.name);

  function refused(...paths: string[]): string[] {
    try {
      readPaths(paths);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      return (error as InputError).problems.map(
        ({ code, message, position }) =>
          `${position?.source.slice(folder.length)}:${position?.line ?? ''} ${code} ${message}`,
      );
    }
    throw new Error('nothing was refused');
  }

  it('are read with all folders below, in the order of their names', () => {
    write({ 'c.json': `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "c"}}` });
    write({ 'b/d/x.yml': pod('x'), 'a.YAML': pod('a'), 'b/a.yaml': pod('b'), 'readme.md': 'text', 'b/z.txt': '{' });
    expect(names(folder)).toEqual(['a', 'b', 'x', 'c']);
  });

  it('have positions that name each file as it was given', () => {
    write({ 'a.yaml': `---\n${pod('a')}` });
    const [manifest] = readPaths([folder]).manifests;
    expect(manifest!.origin.locate(['metadata', 'name'])).toEqual({ source: at('a.yaml'), line: 5, column: 3 });
  });

  it('leave out hidden ones and node_modules', () => {
    write({ 'a.yaml': pod('a'), '.b.yaml': '{', '.git/b.yaml': '{', 'node_modules/b.yaml': '{' });
    expect(names(folder)).toEqual(['a']);
  });

  it('pass over files without any object, and name them', () => {
    write({ 'a.yaml': pod('a'), 'Chart.yaml': 'apiVersion: v2\nname: a\n', 'empty.yaml': '# nothing\n' });
    write({ 'kustomization.yaml': KUSTOMIZATION, 'tsconfig.json': '{"a": 1, // comment\n"b": 2}', 'list.yaml': '- a' });
    const { manifests, passedOver } = readPaths([folder]);
    expect(manifests).toHaveLength(1);
    expect(passedOver.map(({ position, reason }) => [position.source, reason])).toEqual([
      [at('Chart.yaml'), 'a map without kind, metadata'],
      [at('empty.yaml'), 'empty'],
      [at('kustomization.yaml'), 'configuration of a tool, kustomize.config.k8s.io/v1beta1 Kustomization'],
      [at('list.yaml'), 'a list'],
      [at('tsconfig.json'), 'neither YAML nor JSON'],
    ]);
  });

  it('are refused for all objects that are broken, in all files', () => {
    write({ 'a.yaml': 'apiVersion: v1\nkind: Pod\n  x: y\n', 'b.yaml': pod('5'), 'c.yaml': pod('c') });
    write({ 'd.json': '{"kind": "Pod", "metadata": {}}' });
    expect(refused(folder, at('e.yaml'))).toEqual([
      expect.stringMatching(/^\/a\.yaml:3 input\/syntax /),
      '/b.yaml:4 input/shape Pod: metadata.name is the number 5, must be text: put it in quotes',
      '/d.json:1 input/shape Pod: no apiVersion',
      '/d.json:1 input/shape Pod: no metadata.name',
      '/e.yaml: input/missing is not there',
    ]);
  });

  it('are refused when they hold no manifest', () => {
    write({ 'values.yaml': 'image: a\n', 'kustomize/kustomization.yaml': KUSTOMIZATION, 'none/readme.md': '' });
    expect(refused(at('none'), at('kustomize'), at('values.yaml'))).toEqual([
      '/none: input/missing no *.yaml, *.yml or *.json in this folder or below',
      expect.stringMatching(/^\/kustomize: input\/missing no Kubernetes object in any of the 1 files of this folder/),
      '/values.yaml: input/missing no Kubernetes object: a map without apiVersion, kind, metadata',
    ]);
  });

  it('are read by their content when they are named, whatever their ending', () => {
    write({ '.hidden/manifest.txt': pod('a') });
    expect(names(at('.hidden/manifest.txt'))).toEqual(['a']);
  });

  it('are read once when they are named twice, or by links', () => {
    write({ 'a/a.yaml': pod('a') });
    symlinkSync(at('a/a.yaml'), at('link.yaml'));
    symlinkSync(at('a'), at('b'));
    symlinkSync(folder, at('a/circle'));
    expect(names(folder, at('a'), at('a/a.yaml'), at('link.yaml'))).toEqual(['a']);
  });

  it('are refused for a link to nothing', () => {
    write({ 'a.yaml': pod('a') });
    symlinkSync(at('gone.yaml'), at('b.yaml'));
    symlinkSync(at('c.yaml'), at('c.yaml'));
    symlinkSync(at('gone'), at('no-manifest'));
    expect(refused(folder)).toContainEqual('/c.yaml: input/missing is a link that leads back to itself');
    rmSync(at('c.yaml'));
    expect(refused(folder)).toEqual(['/b.yaml: input/missing is not there']);
  });

  it('are read in UTF-8, and in UTF-16 with a byte order mark, as PowerShell writes', () => {
    const utf16 = Buffer.from(`\uFEFF${pod('b')}`, 'utf16le');
    write({ 'a.yaml': Buffer.from(`\uFEFF${thing('ä')}`), 'b.yaml': utf16, 'c.yaml': Buffer.from(utf16).swap16() });
    expect(names(folder)).toEqual(['ä', 'b', 'b']);
  });

  it('are refused when they are no text', () => {
    write({ 'a.yaml': Buffer.from([0x61, 0xff, 0x61]), 'b.yaml': 'apiVersion: v1\nkind: Pod\nx: \0\n' });
    expect(refused(folder)).toEqual(['/a.yaml: input/syntax no UTF-8 text', expect.stringMatching(/^\/b\.yaml:/)]);
  });

  it('are refused when they are larger than the limit', () => {
    write({ 'a.yaml': pod('a'), 'b.yaml': pod('b') });
    expect(() => readPaths([folder], { ...READ_LIMITS, input: 60 })).toThrow(/b\.yaml: the input has more than 60/);
  });

  it('are refused when they can not be read, in the words of the system', () => {
    expect(() => readPaths(['/proc/self/mem'])).toThrow(/^\/proc\/self\/mem: EIO.* \[input\/missing\]$/);
  });
});

describe('a stream', () => {
  const read = (pieces: Uint8Array[], limits = READ_LIMITS) => readStream(Readable.from(pieces), '<stdin>', limits);

  it('is read in pieces that may end anywhere', async () => {
    const bytes = Buffer.from(`\uFEFF${thing('ä')}---\r\n${pod('b')}...\r\n${pod('c')}`);
    const { manifests } = await read([...bytes].map((byte) => Buffer.of(byte)));
    expect(manifests.map(({ object, origin }) => [object.metadata.name, origin.position])).toEqual([
      ['ä', { source: '<stdin>', line: 1 }],
      ['b', { source: '<stdin>', line: 6 }],
      ['c', { source: '<stdin>', line: 11 }],
    ]);
  });

  it('is read document by document, each with its lines', async () => {
    const filler = `data: |\n${'  text\n'.repeat(1_000)}`;
    const many = Array.from({ length: 500 }, (_, index) => `${pod(`p${index}`)}${filler}`).join('---\n');
    const { manifests } = await read([Buffer.from(many)]);
    const lines = many.split('\n');
    for (const { object, origin } of manifests)
      expect(lines[origin.locate(['metadata', 'name']).line! - 1]).toBe(`  name: ${object.metadata.name}`);
    expect(manifests).toHaveLength(500);
  });

  it.each([
    ['nothing', [], /^<stdin>: no Kubernetes object: empty/],
    ['a broken letter at its end', [Buffer.from(pod('a')), Buffer.of(0xc3)], /^<stdin>: no UTF-8 text/],
    ['broken YAML', [Buffer.from('a: [')], /^<stdin>:\d: .*\[input\/syntax\]/],
  ])('is refused with %s', async (_what, pieces, message) => {
    await expect(read(pieces)).rejects.toThrow(message);
  });

  it('ends when there is more than the limit says', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 1;
        yield Buffer.from(pod('a'));
      }
    }
    await expect(readStream(endless(), '<stdin>', { ...READ_LIMITS, input: 1_000 })).rejects.toThrow(/more than 1,000/);
    expect(given).toBeLessThan(100);
  });
});
