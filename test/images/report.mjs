/** Says what became of each check, and counts them. */
import { writeFileSync } from 'node:fs';

/** Exit code: neither passed nor failed. */
const COULD_NOT_RUN = 77;

/** This machine lacks what the checks need. */
export class CouldNotRun extends Error {}
/** This machine can't tell whether one check holds. */
export class Skipped extends Error {}
export class Interrupted extends Error {}

const sum = { passed: 0, failed: 0, skipped: 0 };

/** Runs one check and resolves to whether it did not fail, for those that can't do without it. */
export async function check(sentence, action) {
  const start = performance.now();
  const count = (kind, outcome, reason = '') => {
    sum[kind]++;
    console.log(`${outcome}: ${sentence} (${((performance.now() - start) / 1000).toFixed(1)} s)${reason}`);
  };
  try {
    await action();
    count('passed', 'ok');
    return true;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const skipped = error instanceof Skipped;
    count(...(skipped ? ['skipped', 'skipped', `: ${error.message}`] : ['failed', 'FAILED', `\n${error.message}`]));
    return skipped;
  }
}

/** Prints the sum, writes it to `file`, if given, and sets the exit code; `problems` are what ended the run early. */
export function conclude(problems, file) {
  for (const problem of problems) {
    const lack = problem instanceof CouldNotRun;
    sum[lack ? 'skipped' : 'failed']++;
    console.log(lack ? `could not run: ${problem.message}` : `FAILED: ${problem.stack}`);
  }
  if (file) writeFileSync(file, JSON.stringify(sum));
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  process.exitCode = sum.failed ? 1 : problems.length ? COULD_NOT_RUN : 0;
}
