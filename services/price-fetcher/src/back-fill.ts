import { NotPublishedError } from './exit-codes';
import { deliverDay, type Services } from './fetch-day';
import type { Progress } from './progress';
import { type Day, daysFromTo } from './time';

export interface BackFillOptions {
  from: Day;
  to: Day;
  /** How many days are read from and written to the history server at a time. */
  concurrency: number;
  progress: Progress;
}

/**
 * Brings all days of a span to the history server. Elering is asked for a month at a time: it allows a year, and few large
 * questions are kinder than many small ones. Days that are not complete are reported together at the end, after all others
 * were done; a server that fails ends the run at once, as it would fail for the next day too.
 * @throws NotPublishedError, EleringError, HistoryServerError
 */
export async function backFill(
  { elering, historyServer, log }: Services,
  { from, to, concurrency, progress }: BackFillOptions,
): Promise<void> {
  const days = daysFromTo(from, to);
  const count = { posted: 0, unchanged: 0 };
  const incomplete: NotPublishedError[] = [];

  progress.start(days.length);
  try {
    for (const month of byMonth(days)) {
      const prices = await notPublishedAs(incomplete, () => elering.prices(month[0]!, month.at(-1)!));
      if (prices) {
        await inParallel(concurrency, month, async (day) => {
          const outcome = await notPublishedAs(incomplete, () => deliverDay(historyServer, day, prices));
          if (outcome) count[outcome]++;
          progress.step();
        });
      }
      progress.note(`${month[0]} to ${month.at(-1)}: ${count.posted} posted, ${count.unchanged} unchanged so far`);
    }
  } finally {
    progress.stop();
  }

  log.info(
    `${from} to ${to}: ${count.posted} days posted, ${count.unchanged} unchanged, ${days.length - count.posted - count.unchanged} not complete`,
    {
      from,
      to,
      ...count,
    },
  );
  for (const { message } of incomplete) log.warn(message);
  if (incomplete.length > 0) throw new NotPublishedError(`not every day from ${from} to ${to} is complete at Elering`);
}

/** Runs a step; if it finds a day incomplete, keeps that for the end and gives undefined. */
async function notPublishedAs<T>(kept: NotPublishedError[], step: () => Promise<T>): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof NotPublishedError)) throw error;
    kept.push(error);
    return undefined;
  }
}

function byMonth(days: readonly Day[]): Day[][] {
  const months = new Map<string, Day[]>();
  for (const day of days) months.set(day.slice(0, 7), [...(months.get(day.slice(0, 7)) ?? []), day]);
  return [...months.values()];
}

/** Works through a list with so many workers; the first error ends them all. */
async function inParallel<T>(workers: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  try {
    await Promise.all(Array.from({ length: workers }, worker));
  } finally {
    queue.length = 0;
  }
}
