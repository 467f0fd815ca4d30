import type { Log } from './log';

/** How far a long run is. */
export interface Progress {
  start(total: number): void;
  step(): void;
  /** A line for those who see no bar. */
  note(text: string): void;
  stop(): void;
}

const WIDTH = 30;

/** A bar on one line of the terminal, redrawn in place. */
export function progressBar(write: (text: string) => void): Progress {
  let [done, total] = [0, 0];
  const draw = () => {
    const filled = Math.floor((done / total) * WIDTH);
    write(`\r[${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}] ${done}/${total} days`);
  };
  return {
    start(count) {
      total = count;
      draw();
    },
    step() {
      done++;
      draw();
    },
    note() {},
    stop: () => write('\n'),
  };
}

/** A line now and then, for a log. */
export function progressLines(log: Log): Progress {
  return {
    start: (total) => log.info(`back-fill of ${total} days`),
    step() {},
    note: (text) => log.info(text),
    stop() {},
  };
}
