import { median } from '../synth/figures.mjs';

const MIB = 1024 * 1024;

/**
 * What must hold, each `figure` at most its limit. It is made of `cpu(workload, above, below)`, the ratio of two variants'
 * CPU a request, `start(figure, above, below)`, the ratio of their starts, and `memory(variant)`, and is undefined where one
 * of them is missing.
 */
const goals = ([oneDay, reads, posts]) => [
  ...[oneDay, reads].map((workload) =>
    goal(`${workload}, gridwall, × fastapi`, 0.35, ({ cpu }) => cpu(workload, 'gridwall', 'fastapi')),
  ),
  ...[
    { peer: 'fastapi', limit: 0.03 },
    { peer: 'koa, from memory', limit: 2 },
  ].map(({ peer, limit }) =>
    goal(`${oneDay}, gridwall, 1 s stale, × ${peer}`, limit, ({ cpu }) => cpu(oneDay, 'gridwall, 1 s stale', peer)),
  ),
  ...['fastapi', 'flask'].flatMap((peer) => [
    goal(`${posts}, gridwall, × ${peer}`, 1, ({ cpu }) => cpu(posts, 'gridwall', peer)),
    goal(`CPU from start to first 200, gridwall, × ${peer}`, 1, ({ start }) => start('cpuMs', 'gridwall', peer)),
    goal(`time from start to first 200, gridwall, × ${peer}`, 1, ({ start }) => start('wallMs', 'gridwall', peer)),
  ]),
  ...['gridwall', 'gridwall, 1 s stale'].map((variant) =>
    goal(`resident memory after the run, ${variant}, MiB`, 120, ({ memory }) => memory(variant) / MIB),
  ),
];

/**
 * Rounds are compared one by one and the median is taken last, so that a slow minute of the machine weighs on both sides.
 * @param plan `{ workload, variant, bursts }`, a burst a round
 * @param starts `{ variant, cpuMs, wallMs }`, one a round and variant
 * @param memory bytes by variant
 */
export function summarize({ variants, workloads, plan, starts, memory }) {
  const cpuOf = (workload, name) =>
    plan
      .find((entry) => entry.workload.name === workload && entry.variant.name === name)
      ?.bursts.map(({ cpuUs }) => cpuUs);
  const startsOf = (name, figure) => starts.filter(({ variant }) => variant === name).map((start) => start[figure]);
  const cpu = (workload, above, below) => ratio(cpuOf(workload, above), cpuOf(workload, below));

  const rows = workloads.flatMap(({ name: workload }) =>
    variants
      .filter((variant) => variant.workloads.includes(workload))
      .map(({ name, missing }) => {
        if (missing) return { workload, variant: name, missing };
        const { bursts } = plan.find((entry) => entry.workload.name === workload && entry.variant.name === name);
        return {
          workload,
          variant: name,
          cpuUs: spread(bursts.map(({ cpuUs }) => cpuUs)),
          minioUs: spread(bursts.map(({ minioUs }) => minioUs)),
          perSecond: spread(bursts.map(({ perSecond }) => perSecond)),
          timesFastapi: cpu(workload, name, 'fastapi'),
          timesFlask: cpu(workload, name, 'flask'),
          timesKoa: cpu(workload, name, 'koa, from memory'),
        };
      }),
  );
  const processes = variants.map(({ name, version, missing, bytes }) => {
    if (missing) return { variant: name, missing };
    const [cpuMs, wallMs] = ['cpuMs', 'wallMs'].map((figure) => spread(startsOf(name, figure)));
    return { variant: name, version, cpuMs, wallMs, residentBytes: memory[name], bytes };
  });
  const known = {
    cpu,
    start: (figure, above, below) => ratio(startsOf(above, figure), startsOf(below, figure)),
    memory: (name) => memory[name],
  };
  const checked = goals(workloads.map(({ name }) => name)).map(({ what, limit, figure }) => {
    const value = figure(known);
    return { what, limit, value, met: value === undefined ? undefined : value <= limit };
  });
  return { rows, processes, goals: checked };
}

function goal(what, limit, figure) {
  return { what, limit, figure };
}

function spread(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values), values };
}

/** Median of the ratios of each round; undefined where one side is missing. */
function ratio(above, below) {
  if (!above?.length || !below?.length) return undefined;
  return median(above.map((value, round) => value / below[round]));
}
