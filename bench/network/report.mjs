import { table } from '../shared/table.mjs';

const MB = 1e6;

/** The figures as Markdown tables, which also read well in a terminal. */
export function report({ date, machine, versions, rows, growth, warm, goals }) {
  const { cpu, cores, load, node, platform } = machine;
  return [
    `${date.slice(0, 10)}, ${cpu}, ${cores} cores (load ${load.toFixed(1)}), Node ${node}, ${platform}; ${versions}`,
    '',
    table(
      ['workloads/policies', 'variant', 'connections', 'CPU s, median', 'min–max', 'rounds', '× gridwall', 'peak MB'],
      rows.map((row) => [
        `${count(row.workloads)}/${count(row.policies)}`,
        row.variant,
        ...(row.missing
          ? [row.missing, ...Array(5).fill('–')]
          : [
              row.edges === undefined ? '–' : count(row.edges),
              seconds(row.seconds.median),
              `${seconds(row.seconds.min)}–${seconds(row.seconds.max)}`,
              `${row.rounds}`,
              row.timesGridwall === undefined ? '–' : row.timesGridwall.toFixed(2),
              count(Math.round(row.bytes / MB)),
            ]),
      ]),
    ),
    '',
    table(
      ['growth', 'variant', 'exponent'],
      growth.map(({ variant, from, to, exponent }) => [`${count(from)} → ${count(to)}`, variant, exponent.toFixed(2)]),
    ),
    '',
    table(
      ['in a warm process', 'CPU, median', 'min–max'],
      [
        ['a chart of 50 workloads, to the first answer', warm.chart, (us) => `${(us / 1000).toFixed(1)} ms`],
        ['one question of 1,000/500, loaded', warm.question, (us) => `${us.toFixed(1)} µs`],
        ['the same, with its grounds', warm.questionWithReason, (us) => `${us.toFixed(1)} µs`],
      ].map(([what, { median, min, max }, format]) => [what, format(median), `${format(min)}–${format(max)}`]),
    ),
    '',
    ...goals.map(
      ({ what, limit, value, met }) =>
        `- ${met ? 'met' : 'MISSED'}: ${what}: ${value.toPrecision(3)} (goal: at most ${count(limit)})`,
    ),
  ].join('\n');
}

function count(number) {
  return number.toLocaleString('en');
}

function seconds(number) {
  return number.toFixed(2);
}
