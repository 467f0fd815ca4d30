import { isDeepStrictEqual } from 'node:util';
import { CHECKS } from './checks';
import { ControlPlane } from './control-plane/control-plane';
import { addNeighbours } from './control-plane/furniture';
import { chosenRelease } from './programs/release';
import { settle } from './state/live';
import { allOf, DIST, idOf, type KubeObject, System } from './state/system';
import { makeSecrets, runAsUser, shellBlocks } from './user';

/** Kubernetes 1.28 writes a CronJob with an empty list anew at each apply; nothing in it changes but the time of that. */
const STAMPS_ANEW = chosenRelease() === '1.28';
const RESTRICTED = 'pod-security.kubernetes.io/enforce=restricted';
const system = System.of();

describe.each([
  ['as users do', []],
  ['server-side', ['--server-side']],
])('dist/, applied %s', (_title, options) => {
  const apply = ['apply', ...allOf(DIST), ...options];
  let plane: ControlPlane;
  let said: string;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    await plane.addDefinitions();
    await addNeighbours(plane.kubectl);
    const { code, stderr } = await plane.kubectl.try(apply);
    said = stderr;
    if (code !== 0) throw new Error(stderr);
    await makeSecrets(plane);
  });
  afterAll(() => plane?.stop());

  it('is there as a whole', async () => {
    const ids = (await applied(plane)).map((object) => idOf(object));
    expect(ids.sort()).toEqual(system.objects.map((object) => idOf(withNamespace(object))).sort());
  });

  it('brings no warning', () => expect(said).toBe(''));

  it('has all of its pods Ready', async () => {
    const live = await settle(plane.kubectl, (state) => CHECKS.readiness(system, state));
    expect(CHECKS.readiness(system, live)).toEqual([]);
  });

  it('changes nothing when it is applied again', async () => {
    const before = await applied(plane);
    const { code, stderr } = await plane.kubectl.try(apply);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const after = await applied(plane);
    expect(writtenBetween(before, after)).toEqual([]);
  });

  it('leaves kubectl no difference to find', async () => {
    const { code, stdout, stderr } = await plane.kubectl.try(['diff', ...allOf(DIST), ...options]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('has only pods that Pod Security "restricted" takes, but in the namespaces that are labelled otherwise', async () => {
    const others = system.ofKind('Namespace').filter(({ metadata }) => !RESTRICTED.endsWith(levelOf(metadata)));
    const label = ['label', '--dry-run=server', '--overwrite', 'namespace'];
    const namespaces = ['default', ...namesOf(system.ofKind('Namespace'))];
    const { stderr } = await plane.kubectl.try([...label, ...namespaces, RESTRICTED]);
    const refused = [...stderr.matchAll(/existing pods in namespace "([^"]+)" violate/g)].map(([, name]) => name);
    expect(refused.sort()).toEqual(namesOf(others).sort());
    expect(refused).not.toEqual([]);
  });

  it('is cleaned up by the line of README.md: six objects, what is in the namespace among them, and nothing else', async () => {
    const before = await applied(plane);
    const [line] = shellBlocks('README.md', 'Apply').filter((block) => block.includes('kubectl delete'));
    const printed = (await runAsUser(plane, line!)).trim().split('\n');
    const labelled = before.filter(({ metadata }) => metadata.labels?.['clean-up'] === 'echo-demo');
    expect(printed).toHaveLength(6);
    expect(labelled).toHaveLength(6);
    const [gone] = namesOf(labelled.filter(({ kind }) => kind === 'Namespace'));
    const left = before.filter((object) => !labelled.includes(object) && object.metadata.namespace !== gone);
    expect((await applied(plane)).map(idOf)).toEqual(left.map(idOf));
  });
});

/** The objects of dist/ that are there, as the API server has them. */
async function applied(plane: ControlPlane): Promise<KubeObject[]> {
  const get = ['get', ...allOf(DIST), '--ignore-not-found', '--show-managed-fields', '--output=json'];
  return JSON.parse(await plane.kubectl.run(get)).items;
}

/** Objects whose resource version moved for another reason than that a controller wrote their status. */
function writtenBetween(before: readonly KubeObject[], after: readonly KubeObject[]): string[] {
  const earlier = new Map(before.map((object) => [idOf(object), object]));
  return after
    .filter((object) => earlier.get(idOf(object))?.metadata.resourceVersion !== object.metadata.resourceVersion)
    .filter((object) => !isDeepStrictEqual(withoutStatus(object), withoutStatus(earlier.get(idOf(object)) ?? {})))
    .map(idOf);
}

function withoutStatus({
  status,
  metadata: { resourceVersion, managedFields, ...metadata } = {},
  ...object
}: KubeObject) {
  const ofOthers = managedFields
    ?.filter(({ subresource }: KubeObject) => subresource !== 'status')
    .map(({ time, ...entry }: KubeObject) => (STAMPS_ANEW ? entry : { ...entry, time }));
  return { ...object, metadata: { ...metadata, managedFields: ofOthers } };
}

/** What names no namespace is put into `default`. */
function withNamespace(object: KubeObject): KubeObject {
  const isOfCluster = ['Namespace', 'ClusterIssuer'].includes(object.kind);
  return isOfCluster ? object : { ...object, metadata: { namespace: 'default', ...object.metadata } };
}

function levelOf({ labels }: KubeObject): string {
  return labels?.['pod-security.kubernetes.io/enforce'] ?? 'none';
}

function namesOf(objects: readonly KubeObject[]): string[] {
  return objects.map(({ metadata }) => metadata.name);
}
