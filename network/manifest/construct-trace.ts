import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Position } from './manifest';

/** What the package `constructs` exports, as far as it matters here. */
export interface ConstructsPackage {
  // biome-ignore lint/suspicious/noExplicitAny: any version of the package fits
  readonly Node: { readonly prototype: any };
}

export interface TraceOptions {
  /** Files below it are named relative to it. @default - the working directory */
  readonly root?: string;
  /** Folders whose constructs are laid to those who make them, as those of packages are. */
  readonly libraries?: readonly string[];
}

/** Deep enough for a construct within constructs, each with some base classes. */
const FRAMES = 50;
const FRAME = /^\s+at (?:.*\()?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()]*):(\d+):(\d+)\)?$/;
/** gridwall's own constructs: seen from the sources and from the compiled code. */
const OWN = join(__dirname, '..', '..', 'charts');

interface Site {
  readonly stack?: string;
  readonly options: TraceOptions;
}

const sites = new WeakMap<object, Site>();
const traced = new WeakMap<object, () => void>();

/**
 * From now on remembers, for every construct, where in the source it is made, so that answers about a cdk8s app can name file and line.
 * Costs some microseconds a construct. Meant for the setup file of a test run.
 * @param constructs the package that the app is built with: `import * as constructs from 'constructs'`
 * @returns what ends it; another call before that changes nothing and gives the same
 */
export function traceConstructs({ Node }: ConstructsPackage, options: TraceOptions = {}): () => void {
  const { prototype } = Node;
  const running = traced.get(prototype);
  if (running !== undefined) return running;
  const { addChild } = prototype;
  if (typeof addChild !== 'function')
    throw new Error('this version of the package "constructs" can not be traced: its Node has no addChild');
  prototype.addChild = function traceChild(child: object, ...rest: unknown[]) {
    sites.set(child, capture(traceChild, options));
    return addChild.call(this, child, ...rest);
  };
  const stop = () => {
    if (traced.get(prototype) !== stop) return;
    prototype.addChild = addChild;
    traced.delete(prototype);
  };
  traced.set(prototype, stop);
  return stop;
}

/** Where a construct was made; undefined when it was not traced. */
export function siteOf(construct: object): Position | undefined {
  const site = sites.get(construct);
  if (site === undefined) return undefined;
  const frames = (site.stack ?? '')
    .split('\n')
    .flatMap(readFrame)
    .filter(({ file }) => !isOfPackage(file));
  const libraries = [OWN, ...(site.options.libraries ?? [])];
  const frame = frames.find(({ file }) => !libraries.some((folder) => isBelow(file, folder))) ?? frames.at(-1);
  return (
    frame && { source: nameOf(frame.file, site.options.root ?? process.cwd()), line: frame.line, column: frame.column }
  );
}

/** The text of the stack is made when it is asked for. */
function capture(below: (...args: never[]) => unknown, options: TraceOptions): Site {
  const site: Site = { options };
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  Error.captureStackTrace(site, below);
  Error.stackTraceLimit = before;
  return site;
}

interface Frame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

function readFrame(text: string): Frame[] {
  const [, place, line, column] = FRAME.exec(text) ?? [];
  if (place === undefined) return [];
  const file = place.startsWith('file://') ? fileURLToPath(place) : place;
  return [{ file, line: Number(line), column: Number(column) }];
}

function isOfPackage(file: string): boolean {
  return file.split(/[\\/]/).includes('node_modules');
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(folder + sep);
}

function nameOf(file: string, root: string): string {
  return isBelow(file, root) ? relative(root, file) : file;
}
