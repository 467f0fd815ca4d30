import { median } from '../synth/figures.mjs';

const MB = 1e6;

/** What must hold: at most its limit. */
const GOALS = [
  ['CPU seconds for 10,000 objects', 3, ({ row }) => row(10_000).seconds.median],
  ['MB for 10,000 objects', 400, ({ row }) => row(10_000).bytes / MB],
  ['the doctor, of the CPU of the rest of the synth, in %', 25, ({ synth }) => synth.share * 100],
];

/**
 * Ratios are those of each round that has both, with the median last, so that a slow minute weighs on both sides.
 * @param samples `{ variant, objects, runs }`, of each run `{ seconds, bytes }`
 * @param synths of each round, milliseconds of the `doctor` and of the rest of the `synth`
 */
export function summarize(samples, synths) {
  const rows = samples.map(({ variant, objects, runs }) => {
    if (variant.missing) return { variant: variant.name, objects, missing: variant.missing };
    const base = samples.find((sample) => sample.variant.name === 'gridwall' && sample.objects === objects);
    return {
      variant: variant.name,
      objects,
      seconds: spread(runs.map(({ seconds }) => seconds)),
      bytes: Math.max(...runs.map(({ bytes }) => bytes)),
      timesGridwall: median(runs.map(({ seconds }, round) => seconds / base.runs[round].seconds)),
    };
  });
  const synth = {
    doctor: median(synths.map(({ doctor }) => doctor)),
    synth: median(synths.map(({ synth }) => synth)),
    share: median(synths.map(({ doctor, synth }) => doctor / synth)),
  };
  const row = (objects) => rows.find((one) => one.variant === 'gridwall' && one.objects === objects);
  const goals = GOALS.map(([what, limit, figure]) => {
    const value = figure({ row, synth });
    return { what, limit, value, met: value <= limit };
  });
  return { rows, synth, goals };
}

function spread(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}
