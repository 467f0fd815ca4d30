import { table } from '../shared/table.mjs';

/** The figures as Markdown tables, which also read well in a terminal. */
export function report({ date, machine, versions, rows, growth, goals }) {
  const { cpu, cores, load, node, platform } = machine;
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${date.slice(0, 10)}, ${cpu}, ${cores} cores (load ${load.toFixed(1)}), Node ${node}, ${platform}`,
    `${names.join(', ')}`,
    '',
    table(
      ['instances', 'variant', 'CPU ms, median', 'min–max', 'rounds', '× raw', '× raw, floor off'],
      rows.map((row) => [
        row.instances === 0 ? '0 (floor)' : count(row.instances),
        row.variant,
        ...(row.missing
          ? [row.missing, '–', '–', '–', '–']
          : [
              whole(row.median),
              `${whole(Math.min(...row.ms))}–${whole(Math.max(...row.ms))}`,
              `${row.ms.length}`,
              times(row.timesRaw),
              row.timesRawFloorOff === undefined ? '–' : times(row.timesRawFloorOff),
            ]),
      ]),
    ),
    '',
    table(
      ['growth 100 → 1,000', 'whole process', 'floor off'],
      growth.map((row) => [
        row.variant,
        ...(row.missing ? [row.missing, '–'] : [times(row.whole), times(row.floorOff)]),
      ]),
    ),
    '',
    ...goals.map(
      ({ variant, what, limit, value, met }) =>
        `${met ? 'met' : 'MISSED'}: ${variant}, ${what}: ${times(value)} (goal: at most ${limit})`,
    ),
  ].join('\n');
}

function count(number) {
  return number.toLocaleString('en');
}

function whole(ms) {
  return count(Math.round(ms));
}

function times(ratio) {
  return ratio.toFixed(2);
}
