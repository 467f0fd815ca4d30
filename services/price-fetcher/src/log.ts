type Level = 'info' | 'warn' | 'error';
type Fields = Record<string, unknown>;

/** Where a run tells what it does: `fields` are for machines and show in JSON only. */
export type Log = Record<Level, (message: string, fields?: Fields) => void>;

export interface LogOptions {
  json: boolean;
  write: (text: string) => void;
  now: () => Date;
}

/** Lines for people, or one JSON object a line. */
export function createLog({ json, write, now }: LogOptions): Log {
  const line =
    (level: Level) =>
    (message: string, fields: Fields = {}) =>
      write(
        json
          ? `${JSON.stringify({ time: now().toISOString(), level, msg: message, ...fields })}\n`
          : `${prefix[level]}${message}\n`,
      );
  return { info: line('info'), warn: line('warn'), error: line('error') };
}

const prefix: Record<Level, string> = { info: '', warn: 'warning: ', error: 'error: ' };
