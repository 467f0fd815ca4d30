/**
 * How a run ends. The numbers are those of sysexits.h where one fits, and clear of the codes Node.js itself uses (1 to 14),
 * so that a Job's exit code alone tells what to do.
 */
export const ExitCode = {
  /** Every day asked for is on the history server. */
  DONE: 0,
  /** A bug: anything that none of the other codes foresaw. */
  BUG: 1,
  /** Elering gave no answer, or none that HTTP calls a success (EX_UNAVAILABLE). */
  ELERING_FAILED: 69,
  /** The history server could not be read or did not acknowledge a day (EX_IOERR). */
  HISTORY_SERVER_FAILED: 74,
  /** Elering answered, but not with the whole day: try again later (EX_TEMPFAIL). */
  NOT_PUBLISHED: 75,
  /** The environment or the command line is wrong (EX_CONFIG). */
  BAD_CONFIG: 78,
  /** Ended by Ctrl-C. */
  SIGINT: 130,
  /** Ended by SIGTERM. */
  SIGTERM: 143,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** An end of the run that was foreseen: its message is for the user, its code for the scheduler. */
export abstract class ForeseenError extends Error {
  abstract readonly exitCode: ExitCode;
}

export class ConfigError extends ForeseenError {
  readonly exitCode = ExitCode.BAD_CONFIG;

  constructor(readonly problems: readonly string[]) {
    super(
      `wrong configuration, ${problems.length === 1 ? 'one problem' : `${problems.length} problems`}:\n  ${problems.join('\n  ')}`,
    );
  }
}

export class NotPublishedError extends ForeseenError {
  readonly exitCode = ExitCode.NOT_PUBLISHED;
}

export class EleringError extends ForeseenError {
  readonly exitCode = ExitCode.ELERING_FAILED;
}

export class HistoryServerError extends ForeseenError {
  readonly exitCode = ExitCode.HISTORY_SERVER_FAILED;
}

/** Thrown out of every wait once the user or the cluster has asked the process to end. */
export class InterruptedError extends ForeseenError {
  readonly exitCode: ExitCode;

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`ended by ${signal}: days already posted stay, the same command does the rest`);
    this.exitCode = ExitCode[signal];
  }
}
