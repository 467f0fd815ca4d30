import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { BenchError } from '../shared/errors.mjs';

let ticks;

/**
 * CPU time, user and system, of a process and all that it started, in milliseconds (steps of 10).
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function cpuMs(pid) {
  ticks ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  const used = tree(pid).map(({ fields }) => sum(fields.slice(11, 15).map(Number)));
  return (sum(used) * 1000) / ticks;
}

/** Resident memory of a process and all that it started, in bytes; what they share counts once for each. */
export function residentBytes(pid) {
  return sum(
    tree(pid).map((process) => {
      const status = readFileSync(`/proc/${process.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) * 1024;
    }),
  );
}

/** The process and its descendants; `fields` are those of `stat` from the third, the state, on. */
function tree(root) {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [{ pid: Number(name), fields: stat.slice(stat.lastIndexOf(')') + 2).split(' ') }];
      } catch (error) {
        // Ended while we looked.
        if (['ENOENT', 'ESRCH'].includes(error.code)) return [];
        throw error;
      }
    });
  const under = (pid) =>
    processes.filter(({ fields }) => Number(fields[1]) === pid).flatMap((child) => [child, ...under(child.pid)]);
  const top = processes.find((process) => process.pid === root);
  if (!top) throw new BenchError(`process ${root} ended during the run`);
  return [top, ...under(root)];
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
