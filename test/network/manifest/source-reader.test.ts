import { InputError } from '../../../network/input-error';
import { READ_LIMITS } from '../../../network/manifest/reading';
import { readManifests } from '../../../network/manifest/source-reader';
import { thrownBy } from '../../support/synth';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n';
const JOB = 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: fetch}\n';

/** `Pod web @1`: what was read, and where. */
function read(text: string): string[] {
  return readManifests(text, 'f').manifests.map(
    ({ object, origin }) => `${object.kind} ${object.metadata.name} @${origin.position.line}`,
  );
}

/** `3 input/syntax …`: the problems, each with its line. */
function refused(text: string): string[] {
  const error = thrownBy(() => readManifests(text, 'f'));
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).problems.map(({ code, message, position }) => `${position?.line} ${code} ${message}`);
}

function json(...names: string[]): object[] {
  return names.map((name) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name } }));
}

describe('documents', () => {
  it.each([
    ['one', POD, ['Pod web @1']],
    ['without a line break at the end', POD.trimEnd(), ['Pod web @1']],
    ['several', `${POD}---\n${JOB}`, ['Pod web @1', 'Job fetch @5']],
    ['with --- before and behind', `---\n${POD}---\n`, ['Pod web @2']],
    ['with a comment behind ---', `--- # first\n${POD}---   # second\n${JOB}`, ['Pod web @2', 'Job fetch @6']],
    ['on the line of ---', `--- {apiVersion: v1, kind: Pod, metadata: {name: web}}\n`, ['Pod web @1']],
    ['with empty ones and comments only', `---\n# nothing\n---\n\n---\n~\n---\n${POD}`, ['Pod web @8']],
    ["with Helm's comments", `---\n# Source: app/templates/pod.yaml\n\n${POD}`, ['Pod web @4']],
    ['that end in ...', `${POD}...\n# between\n${JOB}`, ['Pod web @1', 'Job fetch @6']],
    [
      'with directives',
      `%YAML 1.2\n# c\n---\n${POD}...\n%TAG ! tag:x,2020:\n---\n${JOB}`,
      ['Pod web @4', 'Job fetch @10'],
    ],
    ['with a byte order mark, also in between', `\uFEFF${POD}---\n\uFEFF${JOB}`, ['Pod web @1', 'Job fetch @5']],
    ['with CRLF', `${POD}---\n${JOB}`.replaceAll('\n', '\r\n'), ['Pod web @1', 'Job fetch @5']],
    ['with CR', `${POD}---\n${JOB}`.replaceAll('\n', '\r'), ['Pod web @1', 'Job fetch @5']],
    ['with --- within a value', `${POD}spec:\n  text: |\n    ---\n    ...\n  more: a --- b\n`, ['Pod web @1']],
    ['with the head that helm prints', `NAME: app\nSTATUS: deployed\nMANIFEST:\n---\n${POD}`, ['Pod web @5']],
  ])('are read: %s', (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('keeps the line breaks at the end of a value, before another document and at the end of the text', () => {
    const document = `${POD}value: |+\n  text\n\n`;
    const values = readManifests(`${document}---\n${document}`, 'f').manifests.map(({ object }) => object.value);
    expect(values).toEqual(['text\n\n', 'text\n\n']);
  });

  it('reads anchors and merge keys', () => {
    const [manifest] = readManifests(`${POD}a: &a {x: 1, z: 2}\nb: {<<: *a, z: 3}\nc: *a\n`, 'f').manifests;
    expect(manifest!.object).toMatchObject({ b: { x: 1, z: 3 }, c: { x: 1, z: 2 } });
  });
});

describe('JSON', () => {
  const [a, b] = json('a', 'b') as [object, object];

  it.each([
    ['one object', JSON.stringify(a), ['Pod a @1']],
    ['one on many lines', JSON.stringify(a, null, 2), ['Pod a @1']],
    ['with tabs', JSON.stringify(a, null, '\t'), ['Pod a @1']],
    ['in a row', `${JSON.stringify(a, null, 2)}\n${JSON.stringify(b)}`, ['Pod a @1', 'Pod b @8']],
    ['in a row without white space', JSON.stringify(a) + JSON.stringify(b), ['Pod a @1', 'Pod b @1']],
    ['between ---', `${JSON.stringify(a)}\n---\n${JSON.stringify(b)}`, ['Pod a @1', 'Pod b @3']],
    ['YAML in the form of JSON', `{apiVersion: v1, kind: Pod, metadata: {name: a}}`, ['Pod a @1']],
    [
      'brackets and quotes in text',
      JSON.stringify({ ...a, x: '}]{["\\' }) + JSON.stringify(b),
      ['Pod a @1', 'Pod b @1'],
    ],
    [
      'a list on many lines',
      JSON.stringify({ apiVersion: 'v1', items: [a, b], kind: 'List' }, null, 2),
      ['Pod a @4', 'Pod b @11'],
    ],
  ])('is read: %s', (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('is refused with a key written twice, which JSON.parse would not say', () => {
    expect(refused('{"apiVersion": "v1", "kind": "Pod",\n "metadata": {"name": "a",\n "name": "b"}}')).toEqual([
      '3 input/syntax the key "name" is written twice in one map: keep one',
    ]);
  });

  it('is refused with the line that is wrong', () => {
    expect(refused('{"apiVersion": "v1",\n "kind" "Pod"}')).toEqual([expect.stringMatching(/^2 input\/syntax /)]);
    expect(refused('{"apiVersion": "v1",\n "kind": "Pod"}\nrest')).toEqual([
      expect.stringMatching(/^3 input\/syntax /),
    ]);
  });

  it('is refused when it is nested without end', () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    expect(refused(deep)).toEqual(['1 input/syntax nested deeper than 500 levels']);
    expect(refused(`a: ${'['.repeat(100_000)}`)).toEqual(['1 input/syntax nested deeper than 500 levels']);
  });
});

describe('Lists', () => {
  it('are unfolded, with the lines of their items', () => {
    const list = 'apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n  apiVersion: v1\n  metadata: {name: a}\n';
    expect(read(`${list}- apiVersion: v1\n  kind: Service\n  metadata:\n    name: b\nmetadata: {}\n`)).toEqual([
      'Pod a @4',
      'Service b @7',
    ]);
  });

  it('are unfolded within Lists', () => {
    const inner =
      '  - apiVersion: v1\n    kind: List\n    items:\n    -\n      apiVersion: v1\n      kind: Pod\n      metadata: {name: a}\n';
    expect(read(`kind: List\napiVersion: v1\nitems:\n${inner}`)).toEqual(['Pod a @8']);
  });

  it('give their items the kind and apiVersion that they name', () => {
    const text =
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicyList\nitems:\n- metadata: {name: a}\n  kind: null\n';
    const [manifest] = readManifests(text, 'f').manifests;
    expect(manifest!.object).toMatchObject({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' });
  });

  it.each([
    'apiVersion: v1\nkind: List\nitems: []',
    'apiVersion: v1\nkind: List',
    'apiVersion: v1\nkind: PodList\nitems: null',
  ])('may hold nothing: %j', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('are told from resources whose kind ends alike', () => {
    expect(read('apiVersion: example.org/v1\nkind: AllowList\nmetadata: {name: a}\nitems: [b]\n')).toEqual([
      'AllowList a @1',
    ]);
  });

  it('are refused with the item that is none', () => {
    expect(
      refused(`apiVersion: v1\nkind: List\nitems:\n- ${JSON.stringify(json('a')[0])}\n- 7\n- {kind: Pod}\n`),
    ).toEqual([
      '5 input/shape items.1 is the number 7, must be a Kubernetes object',
      '6 input/shape Pod: no apiVersion',
      '6 input/shape Pod: metadata is missing, must be a map with a name',
    ]);
  });
});

describe('what is wrong', () => {
  it('is told of every document, with the lines of the whole text', () => {
    const text = `${POD}spec: {\n---\n${JOB}---\nkind: Pod\nmetadata: {name: a}\n---\n${POD}a: 1\na: 2\n`;
    expect(refused(text)).toEqual([
      expect.stringMatching(/^5 input\/syntax /),
      '10 input/shape Pod "a": no apiVersion',
      '17 input/syntax the key a is written twice in one map: keep one',
    ]);
  });

  it.each([
    [
      'metadata: {name: a, labels: {access: true}}',
      'labels: "access" is the boolean true, must be text: put it in quotes',
    ],
    [
      'metadata: {name: a, labels: {version: 1.0}}',
      'labels: "version" is the number 1, must be text: put it in quotes',
    ],
    ['metadata: {name: a, labels: {a: {b: c}}}', 'labels: "a" is a map, must be text'],
    [
      'metadata: {name: a, annotations: {on: off}}',
      'annotations: "true" is the boolean false, must be text: put it in quotes',
    ],
    ['metadata: {name: a, labels: [a]}', 'labels is a list, must be a map of texts'],
    ['metadata: {name: 5}', 'name is the number 5, must be text: put it in quotes'],
    ['metadata: {name: a, namespace: 5}', 'namespace is the number 5, must be text: put it in quotes'],
    ['metadata: {name: a, ownerReferences: {}}', 'ownerReferences is a map, must be a list'],
    [
      'metadata: {name: a, ownerReferences: [5]}',
      'ownerReferences.0 is the number 5, must be a map with kind and name',
    ],
  ])('is told with field and remedy: %s', (metadata, message) => {
    const at = refused(`apiVersion: v1\nkind: Pod\n${metadata}\n`)[0]!;
    expect(at).toMatch(/^3 input\/shape Pod( "a")?: /);
    expect(at).toContain(`metadata.${message}`);
  });

  it.each([
    ['apiVersion: v1\nkind: Pod\nmetadata: {}\n', '3 input/shape Pod: no metadata.name'],
    [
      'apiVersion: v1\nkind: Pod\nmetadata: {Name: a}\n',
      '3 input/shape Pod: no metadata.name: "Name" must be written "name"',
    ],
    ['apiVersion: v1\nkind: Pod\nmetadata: [a]\n', '3 input/shape Pod: metadata is a list, must be a map with a name'],
    ['apiVersion: v1\nkind: Pod\n', '1 input/shape Pod: metadata is missing, must be a map with a name'],
    ['apiVersion: v1\nmetadata: {name: a}\n', '1 input/shape "a": no kind'],
    ['apiVersion: v1\nkind: [Pod]\nmetadata: {name: a}\n', '2 input/shape "a": kind is a list, must be text'],
    [
      'apiversion: v1\nkind: Pod\nmetadata: {name: a}\n',
      '1 input/shape Pod "a": no apiVersion: "apiversion" must be written "apiVersion"',
    ],
    [`${POD}---\nspec: {}\n`, undefined],
    [
      `${POD}---\nkind: Pod\n`,
      '5 input/shape a map without apiVersion, metadata, among Kubernetes objects: make it one, or take it out',
    ],
    [`${POD}---\nwarning text\n`, '5 input/shape plain text, among Kubernetes objects: make it one, or take it out'],
    ['', 'undefined input/missing no Kubernetes object: empty'],
    ['# nothing\n---\n', 'undefined input/missing no Kubernetes object: empty'],
    ['image: a\n', 'undefined input/missing no Kubernetes object: a map without apiVersion, kind, metadata'],
    ['- a\n', 'undefined input/missing no Kubernetes object: a list'],
    [
      'name: {{ .Values.name }}\n',
      '1 input/syntax a map as the key of a map: keys are text ({{ begins a template: render it first, as with helm template)',
    ],
    ['a:\n{{- if .x }}\nb: c\n{{- end }}\n', expect.stringMatching(/^\d input\/syntax .*render it first/)],
    [`${POD}${JOB}`, '4 input/syntax the key apiVersion is written twice in one map: put --- between objects'],
    ['a: *b\n', '1 input/syntax unidentified alias "b"'],
  ])('is told: %j', (text, expected) => {
    if (expected === undefined) expect(readManifests(text, 'f').passedOver).toHaveLength(1);
    else expect(refused(text)).toContainEqual(expected);
  });

  it('does not show values, which may be secret', () => {
    const [problem] = refused('apiVersion: v1\nkind: Secret\nmetadata: {name: s3cret-text, labels: s3cret-value}\n');
    expect(problem).not.toContain('s3cret-value');
  });
});

describe('names', () => {
  it('are made of generateName, and are none that a real object could have', () => {
    expect(read('apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: fetch-}\n')).toEqual(['Job fetch-* @1']);
  });

  it('count fields that are null as absent, and labels that are null as empty', () => {
    const text = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: null, annotations: ~, labels: {a: }}\n';
    expect(readManifests(text, 'f').manifests[0]!.object.metadata).toEqual({ name: 'a', labels: { a: '' } });
  });
});

describe('what is no object', () => {
  it('is named when it is configuration of a tool between objects', () => {
    const config = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n';
    expect(readManifests(`${POD}---\n${config}`, 'f').passedOver).toEqual([
      {
        position: { source: 'f', line: 5 },
        reason: 'configuration of a tool, kustomize.config.k8s.io/v1beta1 Kustomization',
      },
    ]);
  });
});

describe('large and hostile text', () => {
  it('keeps no values of ConfigMaps and Secrets', () => {
    const text = ['ConfigMap', 'Secret'].map(
      (kind) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: a}\ndata: {a: b}\nbinaryData: {}\nstringData: {}\n`,
    );
    const { manifests } = readManifests(text.join('---\n'), 'f');
    expect(manifests.map(({ object }) => Object.keys(object).slice(3))).toEqual([['stringData'], ['binaryData']]);
  });

  it('refuses aliases that stand for more than anybody writes', () => {
    const levels = Array.from(
      { length: 9 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]\n`,
    );
    expect(refused(`${POD}l0: &l0 x\n${levels.join('')}`)).toEqual([
      expect.stringMatching(/^1 input\/alias aliases repeat beyond the [\d,]+ fields/),
    ]);
  });

  it('reads aliases that repeat as people do', () => {
    const labels = Array.from({ length: 50 }, (_, i) => `  label-${i}: value\n`);
    const uses = Array.from({ length: 100 }, () => '- *labels\n');
    expect(read(`${POD}labels: &labels\n${labels.join('')}uses:\n${uses.join('')}`)).toEqual(['Pod web @1']);
  });

  it('refuses merge keys that grow with each line', () => {
    const lines = Array.from({ length: 1_000 }, (_, i) => `l${i + 1}: &l${i + 1} {<<: *l${i}, k${i}: 1}\n`);
    expect(refused(`${POD}l0: &l0 {a: 1}\n${lines.join('')}`)).toEqual([
      expect.stringMatching(/^\d+ input\/alias merge keys \(<<\) repeat far beyond their text$/),
    ]);
  });

  it.each([
    [`${POD}spec: &a\n  b:\n    c: *a\n`, 6],
    [`${POD}spec: &a [1,\n  [*a]]\n`, 5],
    [`apiVersion: v1\nkind: List\nitems: &a\n- *a\n`, 4],
  ])('refuses an alias within its own anchor: %j', (text, line) => {
    expect(refused(text)).toEqual([
      `${line} input/alias an alias stands within its own anchor: it would repeat without end`,
    ]);
  });

  it('refuses more text than the limit says', () => {
    const read = (limits: object) =>
      thrownBy(() => readManifests(`${POD}---\n${JOB}`, 'f', { ...READ_LIMITS, ...limits })).message;
    expect(read({ input: 50 })).toBe('f: the input has more than 50 characters: read it in parts [input/size]');
    expect(read({ document: 10 })).toBe('f: the document has more than 10 characters: read it in parts [input/size]');
  });

  it('reads on when there is no room for text, with the places of objects but not of fields', () => {
    const text = `${POD}---\n${JOB}---\nkind: PodList\napiVersion: v1\nitems:\n- metadata:\n    name: item\n`;
    const { manifests } = readManifests(text, 'f', { ...READ_LIMITS, kept: POD.length });
    expect(manifests.map(({ object, origin }) => [object.metadata.name, origin.locate(['metadata', 'name'])])).toEqual([
      ['web', { source: 'f', line: 3, column: 12 }],
      ['fetch', { source: 'f', line: 5 }],
      ['item', { source: 'f', line: 12 }],
    ]);
  });
});
