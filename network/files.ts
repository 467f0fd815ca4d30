import { isUtf8 } from 'node:buffer';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { InputError, inputError } from './input-error';
import { type Reading, ReadingBuilder, type ReadLimits, type Scan, withoutProblems } from './manifest/reading';
import { SourceReader } from './manifest/source-reader';
import { TextPieces } from './manifest/text-pieces';

const PIECE = 2 ** 20; // bytes
const SMALL = 2 ** 24; // bytes
const MANIFEST = /\.(?:ya?ml|json)$/i;
const PLAIN_WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EACCES: 'may not be read: permission denied',
  EISDIR: 'is a folder, not a file',
  ELOOP: 'is a link that leads back to itself',
};

/**
 * Reads files and folders, each document by itself. A file is read whatever its name; in folders and those below, `*.yaml`, `*.yml` and
 * `*.json` in the order of their names. There, names that begin with a dot and `node_modules` are left out, and files without any
 * Kubernetes object are passed over and named. A file that is met twice is read once.
 * @throws InputError of all that is wrong in them; for a path that is not there or can't be read, and one without any manifest
 */
export function readPaths(paths: readonly string[], limits?: ReadLimits): Reading {
  return withoutProblems(scanPaths(paths, limits));
}

/** As {@link readPaths}, and goes on behind what is wrong. @throws InputError when it is too much to read */
export function scanPaths(paths: readonly string[], limits?: ReadLimits): Scan {
  const builder = new ReadingBuilder(limits);
  const seen = new Set<string>();
  for (const path of paths) collect(builder, () => readPath(path, builder, seen));
  return builder.scan();
}

/**
 * Reads a stream, such as stdin.
 * @param source names it in positions: `<stdin>`
 * @throws InputError as {@link readPaths}
 */
export async function readStream(
  pieces: AsyncIterable<Uint8Array>,
  source: string,
  limits?: ReadLimits,
): Promise<Reading> {
  return withoutProblems(await scanStream(pieces, source, limits));
}

/** As {@link readStream}, and goes on behind what is wrong. @throws InputError when it is too much to read */
export async function scanStream(
  pieces: AsyncIterable<Uint8Array>,
  source: string,
  limits?: ReadLimits,
): Promise<Scan> {
  const builder = new ReadingBuilder(limits);
  const reader = new SourceReader(builder, source);
  const text = new TextPieces(source);
  for await (const piece of pieces) reader.push(text.decode(piece));
  reader.push(text.end());
  reader.end();
  return builder.scan();
}

/** A small file of another kind as a whole. @throws InputError when it can't be read, or is large */
export function readText(path: string): string {
  const { size } = attempt(path, () => statSync(path));
  if (size > SMALL)
    throw inputError('input/size', `${size} bytes are more than the ${SMALL} of such a file`, { source: path });
  return attempt(path, () => readFileSync(path, 'utf8'));
}

/** The text of a file with all of its bytes; undefined where they are no UTF-8. @throws InputError when it can't be read */
export function readBytes(path: string): string | undefined {
  const bytes = attempt(path, () => readFileSync(path));
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

/** @throws InputError for a file that nobody may write: a folder that may be written is enough to replace it */
export function refuseReadOnly(path: string): void {
  const { mode } = attempt(path, () => statSync(path));
  if (!(mode & 0o222)) throw inputError('input/missing', 'may not be written: it is read-only', { source: path });
}

/**
 * Writes a file as a whole or not at all; what a link names is written, not the link, and the mode stays.
 * @throws InputError when it can't be written
 */
export function writeWhole(path: string, text: string | Uint8Array): void {
  attempt(path, () => {
    const target = existsSync(path) ? realpathSync(path) : path;
    const mode = existsSync(target) ? statSync(target).mode : 0o644;
    const next = `${target}.${process.pid}.new`;
    try {
      writeFileSync(next, text, { mode, flag: 'wx' });
      renameSync(next, target);
    } finally {
      rmSync(next, { force: true });
    }
  });
}

/** @returns whether it holds a manifest, or was to hold one */
function readPath(path: string, builder: ReadingBuilder, seen: Set<string>): boolean {
  const stat = attempt(path, () => statSync(path));
  if (stat.isDirectory()) return readFolder(path, builder, seen);
  if (stat.isFile() && !addNew(path, seen)) return true; // a pipe has no real path
  return readFile(path, builder, false);
}

function readFolder(folder: string, builder: ReadingBuilder, seen: Set<string>): boolean {
  const files = [...manifestFiles(folder, new Set())];
  const fresh = files.filter((file) => addNew(file, seen));
  const holding = fresh.filter((file) => collect(builder, () => readFile(file, builder, true)));
  if (holding.length > 0 || fresh.length < files.length) return true;
  const message =
    files.length === 0
      ? 'no *.yaml, *.yml or *.json in this folder or below'
      : `no Kubernetes object in any of the ${files.length} files of this folder, such as ${files[0]}`;
  throw inputError('input/missing', message, { source: folder });
}

/** @param seen folders that were gone through, by the names they really have: links may lead in circles */
function* manifestFiles(folder: string, seen: Set<string>): Generator<string> {
  if (!addNew(folder, seen)) return;
  for (const name of attempt(folder, () => readdirSync(folder)).sort()) {
    if (name.startsWith('.') || name === 'node_modules') continue;
    const path = join(folder, name);
    const stat = attempt(path, () => statSync(path, { throwIfNoEntry: false }));
    if (stat?.isDirectory()) yield* manifestFiles(path, seen);
    else if (MANIFEST.test(name) && (stat === undefined || stat.isFile())) yield path;
  }
}

function addNew(path: string, seen: Set<string>): boolean {
  const real = attempt(path, () => realpathSync(path));
  const isNew = !seen.has(real);
  seen.add(real);
  return isNew;
}

/** What is wrong with one file says nothing about the next; too much text does. */
function collect(builder: ReadingBuilder, read: () => boolean): boolean {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError) || error.problems.some(({ code }) => code === 'input/size')) throw error;
    builder.problems.push(...error.problems);
    return true;
  }
}

function readFile(path: string, builder: ReadingBuilder, optional: boolean): boolean {
  const reader = new SourceReader(builder, path, optional);
  const text = new TextPieces(path);
  const file = attempt(path, () => openSync(path, 'r'));
  try {
    const piece = new Uint8Array(PIECE);
    for (let size = -1; size !== 0; ) {
      size = attempt(path, () => readSync(file, piece));
      reader.push(text.decode(piece.subarray(0, size)));
    }
  } finally {
    closeSync(file);
  }
  reader.push(text.end());
  return reader.end();
}

/** @throws InputError that names the path, for what the system refuses */
function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { syscall, code, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw inputError('input/missing', PLAIN_WORDS[String(code)] ?? message, { source: path });
  }
}
