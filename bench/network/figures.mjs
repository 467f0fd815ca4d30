import { median } from '../synth/figures.mjs';

const MB = 1e6;
const GROUPED = 'gridwall, grouped';

/** What must hold, each `figure` of the summary at most its limit. */
const GOALS = [
  ['CPU seconds at 1,000/500', 1, ({ row }) => row('gridwall', 1000).seconds.median],
  ['MB at 1,000/500', 150, ({ row }) => row('gridwall', 1000).bytes / MB],
  ['CPU seconds at 2,000/1,000', 1.8, ({ row }) => row('gridwall', 2000).seconds.median],
  ['CPU seconds at 20,000/2,000, grouped', 15, ({ row }) => row(GROUPED, 20_000).seconds.median],
  ['MB at 20,000/2,000, grouped', 2000, ({ row }) => row(GROUPED, 20_000).bytes / MB],
  ['CPU ms for a chart of 50 workloads, in a warm process', 20, ({ warm }) => warm.chart.median / 1000],
  ['CPU µs for one question of 1,000/500, loaded', 50, ({ warm }) => warm.question.median],
];

/**
 * Ratios are those of each round that has both, with the median last, so that a slow minute weighs on both sides.
 * @param samples `{ variant, size, runs }`, of each run `{ seconds, bytes, edges }`
 * @param warm microseconds of each round, by what was measured
 */
export function summarize(samples, warm) {
  const rows = samples.map(({ variant, size, runs }) => {
    const base = samples.find((sample) => sample.variant.name === 'gridwall' && sample.size === size);
    return {
      variant: variant.name,
      ...size,
      ...(variant.missing
        ? { missing: variant.missing }
        : {
            edges: runs[0].edges,
            seconds: spread(runs.map(({ seconds }) => seconds)),
            bytes: Math.max(...runs.map(({ bytes }) => bytes)),
            rounds: runs.length,
            timesGridwall: base && median(runs.map(({ seconds }, round) => seconds / base.runs[round].seconds)),
          }),
    };
  });
  const warmed = Object.fromEntries(Object.entries(warm).map(([name, times]) => [name, spread(times)]));
  const row = (name, workloads) => rows.find((one) => one.variant === name && one.workloads === workloads);
  const goals = GOALS.map(([what, limit, figure]) => {
    const value = figure({ row, warm: warmed });
    return { what, limit, value, met: value <= limit };
  });
  return { rows, growth: growth(rows), warm: warmed, goals };
}

/** The exponent by which the time grows with the workloads, from each size to the next. */
function growth(rows) {
  return rows.flatMap((large) => {
    const smaller = rows.filter(({ variant, workloads }) => variant === large.variant && workloads < large.workloads);
    const small = smaller.at(-1);
    if (!small || large.missing) return [];
    const exponent =
      Math.log(large.seconds.median / small.seconds.median) / Math.log(large.workloads / small.workloads);
    return { variant: large.variant, from: small.workloads, to: large.workloads, exponent };
  });
}

function spread(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}
