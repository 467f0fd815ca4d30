import { isNativeError } from 'node:util/types';
import pino, { type DestinationStream, type Logger } from 'pino';
import { LogOutput } from './log-output';

/**
 * Structured lines, on standard output by default.
 * Of an error only type, message and stack are written, never its other properties.
 */
export function createLog(level: string, destination: DestinationStream = standardOutput()): Logger {
  const serializers = { err: describeError };
  return pino({ level, base: undefined, timestamp: isoTime(), serializers }, destination);
}

/** As pino's own, but formats each millisecond once: on a busy server many lines share one. */
function isoTime(): () => string {
  let last = Number.NaN;
  let text = '';
  return () => {
    const now = Date.now();
    if (now !== last) text = `,"time":"${new Date(now).toISOString()}"`;
    last = now;
    return text;
  };
}

function standardOutput(): DestinationStream {
  // When standard error is gone too, there is nobody left to tell.
  process.stderr.on('error', () => {});
  const output = new LogOutput(process.stdout, (complaint) => process.stderr.write(complaint));
  process.once('exit', () => output.flush());
  return output;
}

function describeError(error: unknown): object {
  if (!isNativeError(error)) return { message: String(error) };
  return { type: error.name, message: error.message, stack: error.stack };
}
