import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { App } from 'cdk8s';
import { EchoDemoChart } from './echo-demo/chart';
import { HeadlessPostgresChart } from './headless-postgres/chart';
import { NamespacesChart } from './namespaces/chart';
import { PriceHistoryChart } from './price-history/chart';
import type { Settings } from './settings';

/** A folder that can't be written, and what to do about it. */
export class OutputError extends Error {}

/** One chart a system; a chart's id is its file's name. */
export function addCharts(app: App, settings: Settings): void {
  new NamespacesChart(app, '00-namespaces');
  new EchoDemoChart(app, 'echo-demo', settings);
  new HeadlessPostgresChart(app, 'headless-postgres');
  new PriceHistoryChart(app, 'price-history', settings);
}

/**
 * Writes the manifests beside the output folder and swaps them in at the end: a failed synth leaves the folder as it was.
 * A folder in which there is anything that synth did not write is refused, since the swap would remove it.
 * @returns names of the files written
 * @throws OutputError for such a folder
 */
export function synth(outdir: string, settings: Settings): string[] {
  const target = resolve(outdir);
  const [next, previous] = [`.${basename(target)}.next`, `.${basename(target)}.previous`].map((name) =>
    join(dirname(target), name),
  ) as [string, string];

  if (!existsSync(target) && existsSync(previous)) renameSync(previous, target);
  refuseForeignFiles(target);
  rmSync(next, { recursive: true, force: true });
  try {
    mkdirSync(next, { recursive: true });
    const app = new App({ outdir: next, recordConstructMetadata: false });
    addCharts(app, settings);
    app.synth();
    swap(next, target, previous);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
  return readdirSync(target).sort();
}

/** Killed between the two renames it leaves `previous`, from which the next synth goes on. */
function swap(next: string, target: string, previous: string): void {
  rmSync(previous, { recursive: true, force: true });
  const replaces = existsSync(target);
  if (replaces) renameSync(target, previous);
  try {
    renameSync(next, target);
  } catch (error) {
    if (replaces) renameSync(previous, target);
    throw error;
  }
  rmSync(previous, { recursive: true, force: true });
}

function refuseForeignFiles(folder: string): void {
  if (!existsSync(folder)) return;
  const foreign = readdirSync(folder).filter(
    (name) => !name.endsWith('.k8s.yaml') && name !== 'construct-metadata.json',
  );
  if (foreign.length > 0) {
    throw new OutputError(
      `${folder} holds ${foreign.slice(0, 3).join(', ')}${foreign.length > 3 ? ', …' : ''}, which synth did not write and would remove: move it, or name another folder in CDK8S_OUTDIR`,
    );
  }
}
