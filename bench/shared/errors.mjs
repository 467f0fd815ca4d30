/** A flag that can't be used. */
export class UsageError extends Error {}

/** What keeps the benchmark from running: a command that failed, variants that don't make the same system. */
export class BenchError extends Error {}
