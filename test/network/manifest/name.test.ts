import type { InputError } from '../../../network/input-error';
import { readManifests } from '../../../network/manifest/source-reader';

function problem(object: object): string | undefined {
  try {
    readManifests(JSON.stringify(object, null, 1), 'f');
    return undefined;
  } catch (error) {
    const [{ code, message, position }] = (error as InputError).problems as [InputError['problems'][0]];
    return `${position!.line} ${code} ${message}`;
  }
}

const named = (apiVersion: string, kind: string, metadata: object) => problem({ apiVersion, kind, metadata });

describe('names', () => {
  it.each([
    ['v1', 'Pod', 'web-0.a'],
    ['v1', 'ConfigMap', `${'a'.repeat(63)}.${'b'.repeat(63)}`],
    ['v1', 'Service', '0a'],
    ['networking.k8s.io/v1', 'NetworkPolicy', 'a.b'],
    ['networking.k8s.io/v1', 'IPAddress', '2001:db8::1'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:node'],
    ['projectcalico.org/v3', 'NetworkPolicy', 'knp.default.Web'],
    ['image.openshift.io/v1', 'ImageStreamTag', 'web:1'],
  ])('%s %s may be called %s', (apiVersion, kind, name) => {
    expect(named(apiVersion, kind, { name })).toBeUndefined();
  });

  it.each([
    ['v1', 'Pod', 'Web'],
    ['v1', 'Pod', 'system:node'],
    ['v1', 'Pod', 'a\nb'],
    ['v1', 'Pod', 'a b'],
    ['v1', 'Pod', '\x1b[31mweb'],
    ['v1', 'Pod', '-a'],
    ['v1', 'Pod', 'a..b'],
    ['v1', 'Pod', 'web-*'],
    ['v1', 'Pod', 'a'.repeat(254)],
    ['v1', 'Service', 'a.b'],
    ['v1', 'Namespace', 'a.b'],
    ['v1', 'Namespace', 'a'.repeat(64)],
    ['apps/v1', 'Deployment', 'a_b'],
    ['networking.k8s.io/v1', 'NetworkPolicy', 'a:b'],
    ['rbac.authorization.k8s.io/v1', 'Role', 'a/b'],
    ['rbac.authorization.k8s.io/v1', 'Role', 'a%b'],
    ['rbac.authorization.k8s.io/v1', 'Role', '..'],
    ['example.org/v1', 'Thing', 'a\nb'],
    ['example.org/v1', 'Thing', '\u009b31m'],
  ])('%s %s may not be called %j', (apiVersion, kind, name) => {
    expect(named(apiVersion, kind, { name })).toMatch(/^5 input\/name .*metadata\.name is ".*, must be /);
  });

  it('may be long in a manifest, not in the message', () => {
    expect(named('v1', 'Pod', { name: 'A'.repeat(10_000) })!.length).toBeLessThan(400);
  });

  it('of namespaces are labels, also where objects name them', () => {
    expect(named('v1', 'Pod', { name: 'a', namespace: 'b.c' })).toMatch(/^6 input\/name .*metadata.namespace is "b.c"/);
    expect(named('v1', 'Pod', { name: 'a', namespace: 'a\nb' })).toContain('metadata.namespace is "a\\nb", must be');
  });

  it('that the server has still to give begin as one may', () => {
    expect(named('batch/v1', 'Job', { generateName: 'fetch-' })).toBeUndefined();
    expect(named('batch/v1', 'Job', { generateName: 'Fetch-' })).toContain('metadata.generateName is "Fetch-"');
  });

  it('of owners, kinds and versions hold neither spaces nor control characters', () => {
    const ownerReferences = [{ kind: 'Thing', name: 'a\nb' }];
    expect(named('v1', 'Pod', { name: 'a', ownerReferences })).toContain('ownerReferences.0.name is "a\\nb"');
    expect(named('v1', 'P\x1b[31mod', { name: 'a' })).toContain('kind is "P\\u001b[31mod", must be');
    expect(named('v1\n', 'Pod', { name: 'a' })).toContain('apiVersion is "v1\\n", must be');
  });
});
