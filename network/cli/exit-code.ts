/** How every command ends; told in `gridwall --help` and docs/cli.md. */
export const EXIT = {
  /** Yes, passed, or analysed. */
  yes: 0,
  /** The answer is no. */
  no: 1,
  /** The input or the command line is refused, and stderr says why. */
  refused: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
