const BASELINE = 'raw';
const GOALS = [
  { variant: 'gridwall', what: 'times raw at 1,000 instances', figure: ({ rows }) => rows(1000).timesRaw, limit: 1.3 },
  {
    variant: 'gridwall',
    what: 'growth from 100 to 1,000 instances, floor taken off',
    figure: ({ growth }) => growth.floorOff,
    limit: 11,
  },
];

/**
 * Rounds are compared one by one and the median is taken last, so that a slow minute of the machine weighs on both sides.
 * "Floor" is the same process with no instance: Node, the libraries, an empty file.
 * @param samples `{ variant, instances, ms }`: CPU time of each round
 */
export function summarize(variants, sizes, samples) {
  const ms = (name, instances) =>
    samples.find((sample) => sample.variant.name === name && sample.instances === instances).ms;
  const aboveFloor = (name, instances) => pairs(ms(name, instances), ms(name, 0), (whole, floor) => whole - floor);

  const rows = sizes.flatMap((instances) =>
    variants.map(({ name, missing }) => ({
      variant: name,
      instances,
      ...(missing
        ? { missing }
        : {
            ms: ms(name, instances),
            median: median(ms(name, instances)),
            timesRaw: ratio(ms(name, instances), ms(BASELINE, instances)),
            ...(instances >= 100 && {
              timesRawFloorOff: ratio(aboveFloor(name, instances), aboveFloor(BASELINE, instances)),
            }),
          }),
    })),
  );
  const growth = variants.map(({ name, missing }) => ({
    variant: name,
    ...(missing
      ? { missing }
      : {
          whole: ratio(ms(name, 1000), ms(name, 100)),
          floorOff: ratio(aboveFloor(name, 1000), aboveFloor(name, 100)),
        }),
  }));
  const goals = GOALS.map(({ variant, what, figure, limit }) => {
    const value = figure({
      rows: (instances) => rows.find((row) => row.variant === variant && row.instances === instances),
      growth: growth.find((row) => row.variant === variant),
    });
    return { variant, what, limit, value, met: value <= limit };
  });
  return { unit: 'ms of CPU, user + system', rows, growth, goals };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median of the ratios of each round that has both. */
function ratio(above, below) {
  return median(pairs(above, below, (a, b) => a / b));
}

function pairs(first, second, join) {
  return first.slice(0, second.length).map((value, round) => join(value, second[round]));
}
