import { parseArgs } from 'node:util';

export const FEWEST_RUNS = 5000;

export const HELP = `Usage: npm run test:oracle -- [--seed N] [--runs N] [--sabotage]
       npm run test:oracle -- --goldens

Holds the reachability engine against cyclonus over generated clusters, cell by cell: two pods, or a pod and an
outside address, and a port. Then the Pod Security Standards against Kubernetes' own admission plugin over as many
generated pods, at both levels of every version. Needs Go, which builds the judges into .cache/oracle.

  --seed N      what clusters and pods are generated from (default 1)
  --runs N      clusters and pods, at least ${FEWEST_RUNS} of each (default ${FEWEST_RUNS})
  --sabotage    turn one verdict of each judge round, to see the run fail
  --goldens     write what Kubernetes says of the pods that jest asks about, and do nothing else
  --help        this text

Exit code: 0 no disagreement, 1 a disagreement or nothing compared, 2 the run could not be made, 64 a wrong flag.`;

export class UsageError extends Error {}

export interface Options {
  readonly seed: number;
  readonly runs: number;
  readonly sabotage: boolean;
  readonly goldens: boolean;
  readonly help: boolean;
}

/** @throws UsageError naming the flag, its value and what would be right */
export function readOptions(args: string[]): Options {
  const { seed, runs, ...flags } = parse(args);
  return {
    seed: whole('--seed', seed, -(2 ** 31), 2 ** 31 - 1),
    runs: whole('--runs', runs, FEWEST_RUNS, 1_000_000),
    ...flags,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        seed: { type: 'string', default: '1' },
        runs: { type: 'string', default: `${FEWEST_RUNS}` },
        sabotage: { type: 'boolean', default: false },
        goldens: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nSee --help.`);
  }
}

function whole(flag: string, text: string, min: number, max: number): number {
  const number = Number(text);
  if (!/^-?\d+$/.test(text) || number < min || number > max)
    throw new UsageError(`${flag} is ${JSON.stringify(text)}: must be a whole number from ${min} to ${max}`);
  return number;
}
