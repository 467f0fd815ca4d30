import { readPaths, readStream } from '../files';
import { InputError, type Problem } from '../input-error';
import type { Reading } from '../manifest/reading';
import type { Io } from './io';
import { UsageError } from './usage-error';

/** The word for standard input among the paths. */
const STDIN = '-';

/**
 * Reads files, folders and standard input; with no path at all, standard input.
 * @throws InputError naming all that is wrong in any of them
 * @throws UsageError when there is nothing to read
 */
export async function readInput(paths: readonly string[], { stdin }: Io): Promise<Reading> {
  if (!paths.length && stdin.isTTY)
    throw new UsageError('no input: name files or folders, or pipe manifests in (kubectl get … -o yaml | gridwall …)');
  const files = paths.filter((path) => path !== STDIN);
  const problems: Problem[] = [];
  const readings = [
    ...(files.length ? [await attempt(() => readPaths(files), problems)] : []),
    ...(files.length < paths.length || !paths.length
      ? [await attempt(() => readStream(stdin, '<stdin>'), problems)]
      : []),
  ];
  if (problems.length) throw new InputError(problems);
  return {
    manifests: readings.flatMap(({ manifests }) => manifests),
    passedOver: readings.flatMap(({ passedOver }) => passedOver),
  };
}

async function attempt(read: () => Reading | Promise<Reading>, problems: Problem[]): Promise<Reading> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
    return { manifests: [], passedOver: [] };
  }
}
