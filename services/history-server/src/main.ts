import { toldToStop } from './stop-signals';
// Above what takes a quarter of a second to load.

import { ConfigError, readConfig } from './config';
import { createLog } from './log';
import { PortTaken, startServer } from './server';

/** `EX_CONFIG` of sysexits: starting again without a change will not help. */
const EXIT_CONFIG = 78;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  // An error nobody handled leaves the process in a state nobody knows: it ends, and the platform starts a new one.
  process.once('uncaughtException', (error) => {
    log.fatal({ err: error }, 'unknown error');
    log.flush();
    process.exit(1);
  });
  const server = await startServer(config, log);
  log.info({ signal: await toldToStop }, 'told to stop');
  // Ends by itself when all is done; what was cut off may still wait for the store.
  if (!(await server.stop())) process.exit(1);
}

main().catch((error: unknown) => {
  if (!(error instanceof ConfigError || error instanceof PortTaken)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof ConfigError ? EXIT_CONFIG : 1;
});
