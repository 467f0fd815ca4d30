import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadAll } from 'js-yaml';
import { validateObject } from '../support/kube-schema';
import type { Manifest } from '../support/synth';

const dist = join(__dirname, '../../dist');
const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => relative(dist, join(parentPath, name)))
  .sort();
const text = (name: string) => readFileSync(join(dist, name), 'utf8');
const objects: [string, Manifest][] = files.flatMap((name) =>
  (loadAll(text(name)) as Manifest[]).map((object): [string, Manifest] => [
    [name, object.kind, object.metadata.namespace, object.metadata.name].filter(Boolean).join(' '),
    object,
  ]),
);
const pods: [string, Manifest][] = objects.flatMap(([name, { kind, spec }]): [string, Manifest][] => {
  const pod = kind === 'Pod' ? spec : (spec?.jobTemplate?.spec ?? spec)?.template?.spec;
  return pod ? [[name, pod]] : [];
});
/** Those that are reached on a port of their node: their namespace takes privileged pods. */
const isOnNode = ([name]: [string, Manifest]) => name.startsWith('gallery/host-ports.');

describe('dist/', () => {
  it.each(files)('%s is as it was reviewed', (name) => expect(text(name)).toMatchSnapshot());

  it('is these files', () => {
    expect(files.filter((name) => !name.startsWith('gallery/'))).toEqual(
      ['00-namespaces', 'echo-demo', 'headless-postgres', 'price-history-large', 'price-history'].map(
        (name) => `${name}.k8s.yaml`,
      ),
    );
  });

  it('can be applied as a folder: manifests only, and namespaces in the file that kubectl reads first', () => {
    expect(files.filter((name) => !name.endsWith('.k8s.yaml'))).toEqual([]);
    const made = new Set(['default']);
    for (const [name, { kind, metadata }] of objects) {
      if (kind === 'Namespace') made.add(metadata.name);
      else if (kind !== 'ClusterIssuer')
        expect({ name, namespace: made.has(metadata.namespace) }).toEqual({ name, namespace: true });
    }
  });

  it('names every object once', () => {
    const names = objects.map(([name]) => name.slice(name.indexOf(' ')));
    expect(new Set(names).size).toBe(names.length);
  });

  it('holds no Secret, and no variable that could be a credential by value', () => {
    expect(objects.map(([, { kind }]) => kind)).not.toContain('Secret');
    const byValue = pods
      .flatMap(([, pod]) => pod.containers[0].env ?? [])
      .filter(({ value }: Manifest) => value !== undefined)
      .map(({ name }: Manifest) => name);
    expect(byValue.filter((name: string) => /pass|secret|key|token|user$/i.test(name))).toEqual([]);
    expect(byValue.length).toBeGreaterThan(0);
  });

  it.each(objects)('%s keeps to the API of 1.28 and 1.36', (_name, object) => {
    expect(validateObject(object, '1.28')).toEqual([]);
    expect(validateObject(object, '1.36')).toEqual([]);
  });

  it.each(
    pods.filter((pod) => !isOnNode(pod)),
  )('%s keeps to the Pod Security standard "restricted" and has no token', (_name, pod) => {
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.hostNetwork ?? pod.hostPID ?? pod.hostIPC ?? false).toBe(false);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.securityContext.runAsUser).toBeGreaterThan(0);
    for (const sysctl of pod.securityContext.sysctls ?? [])
      expect(sysctl.name).toBe('net.ipv4.ip_unprivileged_port_start');
    for (const volume of pod.volumes ?? []) expect(Object.keys(volume).sort()).toEqual(['emptyDir', 'name']);
    for (const container of pod.containers) {
      expect(container.securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.resources.requests).toHaveProperty('cpu');
      expect(container.resources.limits).not.toHaveProperty('cpu');
      expect(container.image).toMatch(/:[^:/]+$/);
      expect(container.ports ?? []).not.toContainEqual(expect.objectContaining({ hostPort: expect.anything() }));
    }
  });

  it.each(pods.filter(isOnNode))('%s has no token, and drops every capability', (_name, pod) => {
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.hostPID ?? pod.hostIPC ?? false).toBe(false);
    for (const { securityContext } of pod.containers)
      expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
  });

  it('gives each node port to one Service', () => {
    const taken = objects.flatMap(([, { kind, spec }]): number[] =>
      kind === 'Service' ? (spec.ports ?? []).flatMap(({ nodePort }: Manifest) => nodePort ?? []) : [],
    );
    expect(taken.sort()).toEqual([30001, 30080, 30081, 30082, 32000]);
  });

  it('lets only the image that needs it write to its root file system', () => {
    const writable = pods
      .filter(([, pod]) => !pod.containers[0].securityContext.readOnlyRootFilesystem)
      .map(([name]) => name);
    expect(writable).toEqual(['headless-postgres.k8s.yaml StatefulSet test postgresql-hl-test']);
  });
});
