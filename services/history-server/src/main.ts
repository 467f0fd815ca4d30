import { ConfigError, readConfig } from './config';
import { createLog } from './log';
import { startServer } from './server';

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
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, async () => {
      // The second one does not wait.
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ signal }, 'told to stop');
      // Ends by itself when all is done; what was cut off may still wait for the store.
      if (!(await server.stop())) process.exit(1);
    });
  }
}

main().catch((error: unknown) => {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = EXIT_CONFIG;
});
