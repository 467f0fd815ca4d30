import { isDeepStrictEqual } from 'node:util';
import { dayPrices } from './day-prices';
import type { Elering, Price } from './elering';
import type { HistoryServer } from './history-server';
import type { Log } from './log';
import type { Day } from './time';

export interface Services {
  elering: Elering;
  historyServer: HistoryServer;
  log: Log;
}

export type Outcome = 'posted' | 'unchanged';

/** Brings one day from Elering to the history server, and says which of the two ways it ended. */
export async function fetchDay(services: Services, day: Day): Promise<void> {
  const outcome = await deliverDay(services.historyServer, day, await services.elering.prices(day, day));
  services.log.info(`${day}: ${outcome === 'posted' ? 'posted' : 'already on the history server, unchanged'}`, {
    day,
    outcome,
  });
}

/**
 * Posts the day's part of the prices unless the history server has exactly that.
 * @throws NotPublishedError when they are not the whole day; HistoryServerError
 */
export async function deliverDay(historyServer: HistoryServer, day: Day, prices: readonly Price[]): Promise<Outcome> {
  const records = dayPrices(day, prices);
  if (isDeepStrictEqual(await historyServer.read(day), records)) return 'unchanged';
  await historyServer.write(day, records);
  return 'posted';
}
