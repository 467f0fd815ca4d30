import { type Dirent, existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { App } from 'cdk8s';
import { EchoDemoChart } from './echo-demo/chart';
import { examine } from './examine';
import { addGallery, addGalleryOfDefinitions } from './gallery';
import { HeadlessPostgresChart } from './headless-postgres/chart';
import { NamespacesChart } from './namespaces/chart';
import { PriceHistoryChart } from './price-history/chart';
import { PriceHistoryLargeChart } from './price-history-large/chart';
import type { Settings } from './settings';

/** What is written to which folder below the output folder. */
const FOLDERS: Readonly<Record<string, (app: App, settings: Settings) => void>> = {
  '.': addCharts,
  gallery: addGallery,
  'gallery/crd': addGalleryOfDefinitions,
};

/** A folder that can't be written, and what to do about it. */
export class OutputError extends Error {}

/** One chart a system; a chart's id is its file's name. */
export function addCharts(app: App, settings: Settings): void {
  new NamespacesChart(app, '00-namespaces');
  new EchoDemoChart(app, 'echo-demo', settings);
  new HeadlessPostgresChart(app, 'headless-postgres');
  new PriceHistoryChart(app, 'price-history', settings);
  new PriceHistoryLargeChart(app, 'price-history-large', settings);
}

/**
 * Writes the manifests beside the output folder and swaps them in at the end: a failed synth leaves the folder as it was.
 * Files that end in `.k8s.yaml` are taken for those of an earlier synth; a folder that holds anything else is refused, since
 * the swap would remove it.
 * @param outdir a link to a folder stands for that folder
 * @returns paths of the files written, from the output folder
 * @throws OutputError for such a folder, for one the process runs in, and while another synth writes it
 */
export function synth(outdir: string, settings: Settings): string[] {
  const folder = resolve(outdir);
  const target = existsSync(folder) ? realpathSync(folder) : folder;
  if (!relative(target, process.cwd()).startsWith('..'))
    throw new OutputError(`${target} is the folder you are in, or above it: name one of its own in CDK8S_OUTDIR`);
  const work = `${workPrefix(target)}${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    tidy(target);
    refuseForeignFiles(target);
    const next = join(work, 'next');
    for (const [name, add] of Object.entries(FOLDERS)) {
      const app = new App({ outdir: join(next, name), recordConstructMetadata: false });
      add(app, settings);
      app.synth();
      // The charts of the systems belong together; each example stands alone.
      examine(name === '.' ? [app] : app.node.children);
    }
    swap(next, target, previousIn(work));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return filesIn(target).sort();
}

/** The files of a folder and of those below it, by their paths from there. */
function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !isKnownFolder(folder, entry)).map((entry) => pathFrom(folder, entry));
}

function isKnownFolder(folder: string, entry: Dirent): boolean {
  return entry.isDirectory() && Object.hasOwn(FOLDERS, pathFrom(folder, entry));
}

function pathFrom(folder: string, { parentPath, name }: Dirent): string {
  return relative(folder, join(parentPath, name));
}

/** Each process works in a folder of its own beside the target, with its id in the name. */
function workPrefix(target: string): string {
  return join(dirname(target), `.${basename(target)}.synth-`);
}

function previousIn(work: string): string {
  return join(work, 'previous');
}

/** Ends what killed runs left: the target they had moved aside comes back. */
function tidy(target: string): void {
  const prefix = workPrefix(target);
  const others = readdirSync(dirname(target))
    .filter((name) => name.startsWith(basename(prefix)))
    .map((name) => Number(name.slice(basename(prefix).length)))
    .filter((pid) => pid !== process.pid);
  for (const pid of others) {
    if (isRunning(pid)) throw new OutputError(`another synth, process ${pid}, is writing ${target}: wait for it`);
    const left = `${prefix}${pid}`;
    if (!existsSync(target) && existsSync(previousIn(left))) renameSync(previousIn(left), target);
    rmSync(left, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's, but there
  }
}

function swap(next: string, target: string, previous: string): void {
  const replaces = existsSync(target);
  if (replaces) renameSync(target, previous);
  try {
    renameSync(next, target);
  } catch (error) {
    if (replaces) renameSync(previous, target);
    throw error;
  }
}

function refuseForeignFiles(folder: string): void {
  if (!existsSync(folder)) return;
  const foreign = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !isKnownFolder(folder, entry) && !isOfSynth(entry))
    .map((entry) => pathFrom(folder, entry));
  if (foreign.length > 0) {
    throw new OutputError(
      `${folder} holds ${foreign.slice(0, 3).join(', ')}${foreign.length > 3 ? ', …' : ''}, which synth did not write and would remove: move it, or name another folder in CDK8S_OUTDIR`,
    );
  }
}

function isOfSynth(entry: Dirent): boolean {
  return entry.isFile() && (entry.name.endsWith('.k8s.yaml') || entry.name === 'construct-metadata.json');
}
