import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FIRST = Date.parse('2025-10-01T22:00:00Z');
const DAYS = 300;
const RECORDS = 96;
const HOUR_MS = 3_600_000;

/**
 * Days of 96 records, in winter time throughout, and the requests that the load is made of.
 * @returns the days, `{ day, path, bytes }`, and `workloads`: `{ name, method, file }`, where each line of the file is the
 * path of a request, a tab and its body
 */
export function writeDays(folder) {
  const days = Array.from({ length: DAYS }, (_, index) => oneDay(FIRST + index * 24 * HOUR_MS));
  const write = (name, lines) => {
    const file = join(folder, name);
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    return file;
  };
  const reads = days.map(({ path }) => `${path}\t`);
  const workloads = [
    { name: 'GET, one day', method: 'GET', file: write('one-day', reads.slice(0, 1)) },
    { name: `GET, ${DAYS} days`, method: 'GET', file: write('reads', reads) },
    {
      name: `POST, ${DAYS} days`,
      method: 'POST',
      file: write(
        'writes',
        days.map(({ path, bytes }) => `${path}\t${bytes}`),
      ),
    },
  ];
  return Object.assign(days, { workloads });
}

function oneDay(midnight) {
  const records = Array.from({ length: RECORDS }, (_, index) => {
    const instant = midnight + (index * HOUR_MS) / 4;
    const estonian_time = new Date(instant + 2 * HOUR_MS).toISOString().replace('.000Z', '+02:00');
    // An odd number of cents, since a whole price reads 5.0 in Python and 5 in JavaScript.
    const price = (Math.round(4000 * Math.sin(instant / HOUR_MS / 4) + 3800) * 2 + 1) / 100;
    return { estonian_time, price, timestamp: instant / 1000 };
  });
  const day = records[0].estonian_time.slice(0, 10);
  return { day, path: `/api/prices?day=${day}`, bytes: Buffer.from(JSON.stringify(records)) };
}
