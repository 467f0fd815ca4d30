import { run } from './cli';
import { InterruptedError } from './exit-codes';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Once: a second signal ends the process as it would without us.
  process.once(signal, () => interrupt.abort(new InterruptedError(signal)));
}

// The exit code holds, even when whoever read the messages is gone.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

void run(process.argv.slice(2), {
  env: process.env,
  now: () => new Date(Date.now()),
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  interrupt: interrupt.signal,
  // Not by waiting for an empty event loop: kept-alive connections would hold it.
}).then((code) => process.exit(code));
