/**
 * Runs programs for the process that forked this one, and leaves nothing of them behind: when that process lets go of
 * the channel, or ends in whatever way, they are stopped, last started first, and the folder given as argument is removed.
 *
 * Takes { start: { name, file, args, log } } and { kill: { name, signal } }; tells { exited: { name, code, signal } }.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, rmSync } from 'node:fs';

const PATIENCE_MS = 10_000;
const [folder] = process.argv.slice(2);
const running = new Map();
let stopping;

function start({ name, file, args, log }) {
  const output = openSync(log, 'a');
  // A group of its own: what the program starts ends with it.
  const child = spawn(file, args, { detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  const ended = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ name, code, signal }));
    child.once('error', (error) => resolve({ name, code: error.code, signal: null }));
  });
  running.set(name, { child, ended });
  ended.then((how) => {
    running.delete(name);
    if (process.connected) process.send({ exited: how });
  });
}

function kill({ child }, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

async function stop() {
  for (const program of [...running.values()].reverse()) {
    kill(program, 'SIGTERM');
    const patience = setTimeout(() => kill(program, 'SIGKILL'), PATIENCE_MS);
    await program.ended;
    clearTimeout(patience);
    kill(program, 'SIGKILL'); // what is left of its group
  }
  rmSync(folder, { recursive: true, force: true });
}

process.on('message', (message) => {
  if (stopping) return;
  if (message.start) start(message.start);
  else if (running.has(message.kill.name)) kill(running.get(message.kill.name), message.kill.signal);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.disconnect());
await once(process, 'disconnect');
stopping = true;
await stop();
