import pino, { type Logger } from 'pino';

const BATCH_BYTES = 4096;
const FLUSH_MS = 250;

/**
 * Structured lines on standard output, written in batches: a line may show up to 250 ms late.
 * Flushed at exit; of an error only type, message and stack are written, never its other properties.
 */
export function createLog(level: string): Logger {
  const destination = pino.destination({ dest: 1, sync: true, minLength: BATCH_BYTES, periodicFlush: FLUSH_MS });
  process.once('exit', () => destination.flushSync());
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } },
    destination,
  );
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  return { type: error.name, message: error.message, stack: error.stack };
}
