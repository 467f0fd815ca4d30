import { BenchError, UsageError } from './errors.mjs';
import { readOptions } from './options.mjs';

export const EXIT = { goalMissed: 1, failed: 2, usage: 64, interrupted: 130 };

/**
 * Runs a benchmark as a command: reads its options, and turns what comes of it into an exit code.
 * @param main gets the options and a signal that a key press or a kill aborts; gives the exit code
 */
export async function runBenchmark(help, main) {
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => interrupt.abort());
  try {
    const options = readOptions(process.argv.slice(2));
    if (options.help) console.log(help);
    else process.exitCode = await main(options, interrupt.signal);
  } catch (error) {
    if (interrupt.signal.aborted) process.exitCode = EXIT.interrupted;
    else {
      const known = error instanceof UsageError || error instanceof BenchError;
      console.error(known ? error.message : error);
      process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
    }
  }
}

/** Progress, apart from the report. */
export function log(text) {
  console.error(text);
}
