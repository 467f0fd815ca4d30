import { scanPaths, scanStream } from '../files';
import { InputError } from '../input-error';
import { type Reading, type Scan, withoutProblems } from '../manifest/reading';
import type { Io } from './io';
import { UsageError } from './usage-error';

/** The word for standard input among the paths. */
export const STDIN = '-';

/**
 * Reads files, folders and standard input; with no path at all, standard input.
 * @throws InputError naming all that is wrong in any of them
 * @throws UsageError when there is nothing to read
 */
export async function readInput(paths: readonly string[], io: Io): Promise<Reading> {
  return withoutProblems(await scanInput(paths, io));
}

/** As {@link readInput}, and goes on behind what is wrong. @throws UsageError when there is nothing to read */
export async function scanInput(paths: readonly string[], { stdin }: Io): Promise<Scan> {
  if (!paths.length && stdin.isTTY)
    throw new UsageError('no input: name files or folders, or pipe manifests in (kubectl get … -o yaml | gridwall …)');
  const files = paths.filter((path) => path !== STDIN);
  const scans = [
    ...(files.length ? [await attempt(() => scanPaths(files))] : []),
    ...(files.length < paths.length || !paths.length ? [await attempt(() => scanStream(stdin, '<stdin>'))] : []),
  ];
  return {
    manifests: scans.flatMap(({ manifests }) => manifests),
    passedOver: scans.flatMap(({ passedOver }) => passedOver),
    problems: scans.flatMap(({ problems }) => problems),
  };
}

async function attempt(read: () => Scan | Promise<Scan>): Promise<Scan> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { manifests: [], passedOver: [], problems: error.problems };
  }
}
