import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { backFill } from './back-fill';
import { type Config, type RawOptions, readConfig } from './config';
import { Elering } from './elering';
import { ExitCode, ForeseenError } from './exit-codes';
import { fetchDay } from './fetch-day';
import { HistoryServer } from './history-server';
import { Http } from './http';
import { createLog, type Log } from './log';
import { progressBar, progressLines } from './progress';

const { version } = require('../package.json') as { version: string };

/** The world around a run. */
export interface Surroundings {
  env: Record<string, string | undefined>;
  now: () => Date;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** Whether stderr is a terminal. */
  isTerminal: boolean;
  /** Aborted with an InterruptedError as reason when the run has to end. */
  interrupt: AbortSignal;
}

const HELP = `
Examples:
  price-fetcher                                       tomorrow, by Estonia's clocks
  price-fetcher --day 2024-10-01                      one day
  price-fetcher --from 2024-01-01 --to 2024-12-31     a year; run it again and it only posts what is missing
  price-fetcher --from 2024-01-01                     up to today

Environment:
  HISTORY_SERVER_URI    where to post to; required
  ELERING_URI           where to fetch from (https://dashboard.elering.ee)
  AREA                  ee, fi, lv or lt (ee)
  DEADLINE_SECONDS      for the whole run (600): raise it for a back-fill of many years
  ATTEMPT_SECONDS       for one attempt of one request (30)
  RETRIES               how often a failed request is repeated (8)
  RETRY_WAIT_SECONDS    before the first repetition; doubles up to 60 (1)
  LOG_FORMAT            human or json (human)

Exit code:
   0  done: every day asked for is on the history server
  75  not published yet, or not completely: try again later
  69  Elering failed
  74  the history server failed
  78  the configuration or the command line is wrong
 130, 143  ended by SIGINT, SIGTERM
   1  a bug

With Docker:
  docker run --rm -e HISTORY_SERVER_URI=http://history-server:8080 price-fetcher --day 2024-10-01
`;

/** One run of the command line: reports on stderr and gives the exit code. Never rejects. */
export async function run(args: readonly string[], world: Surroundings): Promise<ExitCode> {
  const json = world.env.LOG_FORMAT === 'json';
  const log = createLog({ json, write: json ? world.stderr : lineWriter(world), now: world.now });
  try {
    const options = parse(args, world);
    await work(readConfig(world.env, options, world.now()), world, log);
    return ExitCode.DONE;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.DONE : ExitCode.BAD_CONFIG;
    if (error instanceof ForeseenError) {
      log.error(error.message, { exitCode: error.exitCode });
      return error.exitCode;
    }
    log.error(`a bug in price-fetcher ${version}: ${error instanceof Error ? error.stack : error}`, {
      exitCode: ExitCode.BUG,
    });
    return ExitCode.BUG;
  }
}

function parse(args: readonly string[], { stdout, stderr }: Surroundings): RawOptions {
  return new Command('price-fetcher')
    .description('Fetches day-ahead electricity prices from Elering and posts them to the history server.')
    .version(version)
    .option('--day <YYYY-MM-DD>', 'the day to fetch (default: tomorrow)', once)
    .option('--from <YYYY-MM-DD>', 'first day of a back-fill', once)
    .option('--to <YYYY-MM-DD>', 'last day of a back-fill (default: today)', once)
    .option('--concurrency <n>', 'days of a back-fill that are in work at a time (default: 4)', once)
    .allowExcessArguments(false)
    .addHelpText('after', HELP)
    .showHelpAfterError('(see price-fetcher --help)')
    .configureOutput({ writeOut: stdout, writeErr: stderr })
    .exitOverride()
    .parse(args, { from: 'user' })
    .opts<RawOptions>();
}

/** The last of two would win in silence. */
function once(value: string, earlier: string | undefined): string {
  if (earlier !== undefined) throw new InvalidArgumentError('It is given twice; give it once');
  return value;
}

/** On a terminal each line first clears what the progress bar may have left there. */
function lineWriter({ isTerminal, stderr }: Surroundings): (text: string) => void {
  return isTerminal ? (text) => stderr(`\r\u001b[K${text}`) : stderr;
}

async function work(config: Config, world: Surroundings, log: Log): Promise<void> {
  const http = new Http({ ...config, interrupt: world.interrupt, userAgent: `gridwall-price-fetcher/${version}`, log });
  const elering = new Elering(http, config.elering, config.area);
  const historyServer = new HistoryServer(http, config.historyServer);
  const services = { elering, historyServer, log };
  if (!config.backFill) return fetchDay(services, config.days.from);
  const bar = world.isTerminal && config.logFormat === 'human';
  const progress = bar ? progressBar(world.stderr) : progressLines(log);
  return backFill(services, { ...config.days, concurrency: config.concurrency, progress });
}
