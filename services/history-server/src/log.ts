import { isNativeError } from 'node:util/types';
import pino, { type DestinationStream, type Logger } from 'pino';

const BATCH_BYTES = 4096;
const FLUSH_MS = 250;

/**
 * Structured lines, on standard output by default.
 * Of an error only type, message and stack are written, never its other properties.
 */
export function createLog(level: string, destination: DestinationStream = standardOutput()): Logger {
  const serializers = { err: describeError };
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, serializers }, destination);
}

/** In batches, because a write a line costs more than the line: a line may show up a quarter of a second late. */
function standardOutput(): DestinationStream {
  const destination = pino.destination({ dest: 1, sync: true, minLength: BATCH_BYTES, periodicFlush: FLUSH_MS });
  process.once('exit', () => destination.flushSync());
  return destination;
}

function describeError(error: unknown): object {
  if (!isNativeError(error)) return { message: String(error) };
  return { type: error.name, message: error.message, stack: error.stack };
}
