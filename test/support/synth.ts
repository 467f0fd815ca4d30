import { App, Chart, type ChartProps } from 'cdk8s';
import type { Construct } from 'constructs';
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

/**
 * A prop without effect is a promise not kept: leaving any one out must change what is made.
 * @param observe what the construct made: its manifests, and the getters that no manifest shows
 */
export function expectEveryPropToMatter<P extends object>(all: P, observe: (props: P) => unknown): void {
  const whole = JSON.stringify(observe(all));
  const idle = Object.keys(all).filter((prop) => {
    const { [prop as keyof P]: _left, ...others } = all;
    try {
      return JSON.stringify(observe(others as P)) === whole;
    } catch {
      return false; // a required prop
    }
  });
  expect(idle).toEqual([]);
}
