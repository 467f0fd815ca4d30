import { App, Chart, type ChartProps } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ErrorCode } from '../../charts/validation/error-codes';
import { PropError } from '../../charts/validation/prop-check';
import { validateObject } from './kube-schema';

// biome-ignore lint/suspicious/noExplicitAny: manifests are compared as data
export type Manifest = any;

export function newChart(props: ChartProps = {}): Chart {
  return new Chart(new App(), 'test', props);
}

/** What a chart with these constructs renders, which must keep to the API of both releases to the letter. */
export function render(make: (chart: Chart) => unknown, props: ChartProps = {}): Manifest[] {
  const chart = newChart(props);
  make(chart);
  const manifests = chart.toJson();
  for (const version of ['1.28', '1.36'] as const)
    expect(manifests.flatMap((manifest) => validateObject(manifest, version))).toEqual([]);
  return manifests;
}

/** Ids of what a construct made, by which JSON patches find it: as much a promise as the props. */
export function idsIn(construct: Construct): string[] {
  return construct.node.children.map(({ node }) => node.id);
}

/** The one object of a kind, and of a name where there are several. */
export function pick(manifests: Manifest[], kind: string, name?: string, namespace?: string): Manifest {
  const found = manifests.filter(
    (object) =>
      object.kind === kind &&
      (name === undefined || object.metadata.name === name) &&
      (namespace === undefined || object.metadata.namespace === namespace),
  );
  if (found.length !== 1)
    throw new Error(`${found.length} objects are ${[kind, namespace, name].filter(Boolean).join(' ')}`);
  return found[0];
}

/** A construct that is refused must name itself, the prop and the remedy, and leave nothing behind. */
export function expectRefused(make: (scope: Construct) => unknown, code: string, message: RegExp): void {
  const chart = newChart({ namespace: 'production' });
  const before = chart.node.findAll().length;
  const error = thrownBy(() => make(chart));
  expect(error).toMatchObject({ name: 'PropError', code });
  expect(error.message).toMatch(message);
  expect(error.message).toMatch(/^test\/\S+: prop "/);
  expect(chart.node.findAll().length).toBe(before);
}

export function thrownBy(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

/** What is wrong, the props that are, and the code and the words they are refused with. */
export type Refusal<P> = [what: string, props: Partial<P>, code: ErrorCode, message: RegExp];

/**
 * The tests of what a construct refuses: each row, and with them a wrong value of every prop there is.
 * @param required what the props of a row are added to
 * @param all every prop; only the names count
 */
export function testRefusals<P extends object>(
  make: (scope: Construct, props: P) => unknown,
  required: Partial<NoInfer<P>>,
  all: Required<P>,
  rows: Refusal<NoInfer<P>>[],
): void {
  const makeWith = (scope: Construct, props: Partial<P>) => make(scope, { ...required, ...props } as P);

  it.each(rows)('refuses %s', (_what, props, code, message) => {
    expectRefused((scope) => makeWith(scope, props), code, message);
  });

  it('refuses a wrong value of every prop', () => {
    const refused = rows.map(([, props]) => thrownBy(() => makeWith(newChart(), props)) as PropError);
    const names = new Set(refused.map(({ prop }) => /^\w+/.exec(prop)![0]));
    expect([...names].sort()).toEqual(Object.keys(all).sort());
  });

  it('refuses a prop that there is not, and names those that there are', () => {
    const misspelt = { ...required, mispelt: 1 } as Partial<P>;
    const names = Object.keys(all).join('|');
    const message = new RegExp(
      `"mispelt" is 1: there is no such prop; there are ((${names})(, | \\[)){${Object.keys(all).length}}`,
    );
    expectRefused((scope) => makeWith(scope, misspelt), 'props/unknown', message);
  });

  it.each([[null], ['text'], [7], [[]], [new Map()]])('refuses %p in the place of its props', (props) => {
    expectRefused((scope) => make(scope, props as never), 'props/shape', /"props" is .*must be an object/);
  });

  it('is not made outside of a chart, and leaves nothing behind there', () => {
    const app = new App();
    expect(thrownBy(() => makeWith(app, {}))).toMatchObject({ name: 'PropError', code: 'scope/chart', prop: 'scope' });
    expect(app.node.findAll()).toEqual([app]);
  });
}

/**
 * A prop without effect is a promise not kept: leaving any one out must change what is made, or be refused by its name.
 * @param observe what the construct made: its manifests, and the getters that no manifest shows
 */
export function expectEveryPropToMatter<P extends object>(all: P, observe: (props: P) => unknown): void {
  const whole = JSON.stringify(observe(all));
  const idle = Object.keys(all).filter((prop) => {
    const { [prop as keyof P]: _left, ...others } = all;
    try {
      return JSON.stringify(observe(others as P)) === whole;
    } catch (error) {
      if (error instanceof PropError && error.prop === prop) return false; // a required prop
      throw error;
    }
  });
  expect(idle).toEqual([]);
}

/** The standard "restricted", a root file system that can't be written, no token and no variables of Services. */
export function expectRestricted(pod: Manifest, user: number, exceptions: Exceptions = {}): void {
  expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
  expect(pod.securityContext).toEqual({
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    seccompProfile: { type: 'RuntimeDefault' },
    ...exceptions.pod,
  });
  for (const container of pod.containers)
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      ...exceptions.container,
    });
}

interface Exceptions {
  readonly pod?: object;
  readonly container?: object;
}
