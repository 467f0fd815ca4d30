import { table } from '../shared/table.mjs';

const MIB = 1024 * 1024;

/** The figures as Markdown tables, which also read well in a terminal. */
export function report({ date, machine, load, bytes, rows, processes, goals }) {
  const { cpu, cores, load: busy, node, platform } = machine;
  return [
    `${date.slice(0, 10)}, ${cpu}, ${cores} cores (load ${busy.toFixed(1)}), Node ${node}, ${platform}; ${load}; a day has ${bytes} bytes.`,
    ...processes.filter(({ missing }) => !missing).map(({ variant, version }) => `- ${variant}: ${version}`),
    '',
    table(
      [
        'workload',
        'variant',
        'CPU µs a request, median',
        'min–max',
        '× fastapi',
        '× flask',
        '× koa',
        'MinIO µs',
        'requests/s',
      ],
      rows.map((row) => [
        row.workload,
        row.variant,
        ...(row.missing
          ? [row.missing, ...Array(6).fill('–')]
          : [
              whole(row.cpuUs.median),
              `${whole(row.cpuUs.min)}–${whole(row.cpuUs.max)}`,
              times(row.timesFastapi),
              times(row.timesFlask),
              times(row.timesKoa),
              whole(row.minioUs.median),
              whole(row.perSecond.median),
            ]),
      ]),
    ),
    '',
    table(
      ['process', 'CPU ms to first 200', 'min–max', 'ms to first 200', 'min–max', 'resident after, MiB', 'code, MiB'],
      processes.map((row) => [
        row.variant,
        ...(row.missing
          ? [row.missing, ...Array(5).fill('–')]
          : [
              ...[row.cpuMs, row.wallMs].flatMap(({ median, min, max }) => [
                whole(median),
                `${whole(min)}–${whole(max)}`,
              ]),
              whole(row.residentBytes / MIB),
              row.bytes === undefined ? '–' : (row.bytes / MIB).toFixed(1),
            ]),
      ]),
    ),
    '',
    ...goals.map(({ what, limit, value, met }) =>
      met === undefined
        ? `- not measured: ${what} (goal: at most ${limit})`
        : `- ${met ? 'met' : 'MISSED'}: ${what}: ${value.toPrecision(3)} (goal: at most ${limit})`,
    ),
  ].join('\n');
}

function whole(number) {
  return Math.round(number).toLocaleString('en');
}

function times(ratio) {
  return ratio === undefined ? '–' : ratio.toFixed(ratio < 0.1 ? 3 : 2);
}
