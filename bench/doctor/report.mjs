import { table } from '../shared/table.mjs';

const MB = 1e6;

/** The figures as Markdown, which also reads well in a terminal. */
export function report({ date, machine, versions, rows, synth, goals }) {
  const { cpu, cores, load, node, platform } = machine;
  return [
    `${date.slice(0, 10)}, ${cpu}, ${cores} cores (load ${load.toFixed(1)}), Node ${node}, ${platform}; ${versions}`,
    '',
    table(
      ['objects', 'variant', 'CPU s, median', 'min–max', '× gridwall', 'peak MB'],
      rows.map((row) => [
        row.objects.toLocaleString('en'),
        row.variant,
        ...(row.missing
          ? [row.missing, '–', '–', '–']
          : [
              row.seconds.median.toFixed(2),
              `${row.seconds.min.toFixed(2)}–${row.seconds.max.toFixed(2)}`,
              row.timesGridwall.toFixed(2),
              `${Math.round(row.bytes / MB)}`,
            ]),
      ]),
    ),
    '',
    `In \`npm run synth\`: the doctor ${synth.doctor.toFixed(0)} ms of CPU, all the rest ${synth.synth.toFixed(0)} ms.`,
    '',
    ...goals.map(
      ({ what, limit, value, met }) =>
        `- ${met ? 'met' : 'MISSED'}: ${what}: ${value.toPrecision(3)} (goal: at most ${limit})`,
    ),
  ].join('\n');
}
