import { join } from 'node:path';
import { CHECKS, problemsOf } from './checks';
import { ControlPlane } from './control-plane/control-plane';
import { addNeighbours } from './control-plane/furniture';
import { FAULTS } from './faults';
import { elsewhere } from './state/elsewhere';
import { type Live, settle } from './state/live';
import { DIST, type KubeObject, listOf, System } from './state/system';
import { makeSecrets, shellBlocks } from './user';

const FILES = [...new Set(FAULTS.map(({ file }) => file))];

let plane: ControlPlane;

beforeAll(async () => {
  plane = await ControlPlane.start({ nodes: 8 });
  await plane.addDefinitions();
  await addNeighbours(plane.kubectl);
  await plane.kubectl.run(['apply', '-f', join(DIST, '00-namespaces.k8s.yaml')]);
  await makeSecrets(plane, shellBlocks('README.md', 'Apply'));
});
afterAll(() => plane?.stop());

describe('a mistake in dist/', () => {
  let live: Live;
  /** Manifests with each mistake, and those without any, by what they are called. */
  const systems = new Map<string, System>();
  const said = new Map<string, string>();

  beforeAll(async () => {
    const secrets = await plane.kubectl.list('secrets');
    const copies = [
      ...FILES.map((file) => ({ title: file, file, fault: undefined })),
      ...FAULTS.map((fault) => ({ ...fault, fault })),
    ];
    for (const [i, { title, file, fault }] of copies.entries()) {
      const original = System.of(file);
      const namespaces = new Set(original.objects.map(({ metadata }) => metadata.namespace));
      const needed = secrets.filter(({ metadata }) => namespaces.has(metadata.namespace)).map(withoutHistory);
      const system = elsewhere(new System([...original.objects, ...needed]), `copy-${i}`);
      fault?.change(find(system, fault.object));
      systems.set(title, system);
      said.set(title, (await plane.kubectl.try(['apply', '-f', '-'], listOf(system.objects))).stderr);
    }
    // What is wrong has had as much time as what is right and was applied with it.
    const right = FILES.map((file) => systems.get(file)!);
    live = await settle(plane.kubectl, (state) => right.flatMap((system) => problemsOf(system, state)));
  });

  it('is planted in more than 20 ways, and each check has to notice one', () => {
    expect(FAULTS.length).toBeGreaterThan(20);
    expect(new Set(FAULTS.map(({ noticedBy }) => noticedBy))).toEqual(new Set(['apply', ...Object.keys(CHECKS)]));
  });

  it.each(FILES)('is not noticed in %s as it is', (file) => {
    expect(said.get(file)).toBe('');
    expect(problemsOf(systems.get(file)!, live)).toEqual([]);
  });

  it.each(FAULTS.map((fault) => [fault.title, fault] as const))('is noticed: %s', (title, { noticedBy, says }) => {
    const system = systems.get(title)!;
    const text = noticedBy === 'apply' ? said.get(title)! : CHECKS[noticedBy](system, live).join('\n');
    expect(text).toMatch(says);
  });
});

describe('an API server that dies while dist/ is applied', () => {
  const apply = ['apply', '-f', DIST];
  const main = System.of('00-namespaces', 'echo-demo', 'headless-postgres', 'price-history', 'price-history-large');

  it('leaves a part, which applying again makes whole', async () => {
    let killed: Promise<void> | undefined;
    const { code, stdout } = await plane.kubectl.try(apply, '', (lines) => {
      if (lines.includes(' created')) killed ??= plane.kill('kube-apiserver', 'SIGKILL');
    });
    await killed;
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/ created$/m);
    expect(stdout.split('\n').length).toBeLessThan(main.objects.length);

    await plane.startApi();
    await plane.kubectl.run(apply);
    const live = await settle(plane.kubectl, (state) => problemsOf(main, state));
    expect(problemsOf(main, live)).toEqual([]);
    expect(await plane.kubectl.try(['diff', '-f', DIST])).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

/** The first object that is called so: `Service minio`. */
function find({ objects }: System, name: string): KubeObject {
  const found = objects.find(({ kind, metadata }) => `${kind} ${metadata.name}` === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

function withoutHistory({ apiVersion, kind, type, data, metadata }: KubeObject): KubeObject {
  return { apiVersion, kind, type, data, metadata: { name: metadata.name, namespace: metadata.namespace } };
}
