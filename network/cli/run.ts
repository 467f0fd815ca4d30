import { CommanderError } from 'commander';
import { InputError } from '../input-error';
import { Context } from './command';
import { EXIT, type ExitCode } from './exit-code';
import { hasColours, type Io } from './io';
import { type Messages, makeProgram } from './program';
import { UsageError } from './usage-error';
import { OutputError, write } from './write';

/** Runs one command line. What goes wrong is told on stderr; nothing is thrown. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const messages: Messages = { out: [], err: [] };
  const exitCode = await execute(argv, io, messages).catch((error: unknown) => {
    messages.err.push(`${describe(error)}\n`);
    return EXIT.refused;
  });
  // Who does not read what is wrong does not want to know.
  await write(io.stderr, messages.err).catch(() => {});
  return exitCode;
}

async function execute(argv: readonly string[], io: Io, messages: Messages): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.yes;
  const program = makeProgram(io, messages, async (command) => {
    const { text, exitCode: own } = await command(new Context(io));
    await write(io.stdout, text, hasColours(io));
    exitCode = own;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    // Help ends like this, too.
    if (!(error instanceof CommanderError)) throw error;
    exitCode = error.exitCode === 0 ? EXIT.yes : EXIT.refused;
  }
  await write(io.stdout, messages.out);
  return exitCode;
}

function describe(error: unknown): string {
  if (error instanceof InputError) return error.message;
  if (error instanceof UsageError || error instanceof OutputError) return `error: ${error.message}`;
  const trace = error instanceof Error ? error.stack : String(error);
  return `gridwall failed, which is a fault of its own; please report it:\n${trace}`;
}
