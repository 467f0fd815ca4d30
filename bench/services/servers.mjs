import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchError } from '../shared/errors.mjs';
import { cpuMs } from './proc.mjs';

const POLL_MS = 5;
const START_LIMIT_MS = 60_000;
const OUTPUT_CHARS = 4000;

/** The servers under way, so that none outlives the benchmark. */
export class Servers {
  #started = new Set();
  #signal;

  constructor(signal) {
    this.#signal = signal;
    // For an end that no one saw coming.
    process.once('exit', () => {
      for (const server of this.#started) server.kill();
    });
  }

  /** @param variant `{ name, command }`; `command` of a port and the MinIO server gives `{ file, args, env, cwd }` */
  async start({ name, command }, minio) {
    this.#signal.throwIfAborted();
    const port = await freePort();
    const server = new Server(name, port, command(`${port}`, minio), this.#signal);
    this.#started.add(server);
    return server;
  }

  async stopAll() {
    await Promise.all([...this.#started].map((server) => server.stop()));
  }
}

class Server {
  #child;
  #startedAt = performance.now();
  #errors = '';
  #signal;

  constructor(name, port, { file, args, env, cwd }, signal) {
    this.name = name;
    this.url = `http://127.0.0.1:${port}`;
    this.#signal = signal;
    // A group of its own, so that its workers end with it. What it logs goes into a pipe that is read, as in a container.
    this.#child = spawn(file, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#child.stdout.resume();
    this.#child.stderr.on('data', (chunk) => {
      this.#errors = `${this.#errors}${chunk}`.slice(-OUTPUT_CHARS);
    });
    this.#child.on('error', (error) => {
      this.#errors += error.message;
    });
  }

  get pid() {
    return this.#child.pid;
  }

  /**
   * Waits for the first answer of a status to GET.
   * @returns milliseconds from the start until then: `wallMs`, `cpuMs`
   */
  async answering(path, wanted = 200) {
    for (;;) {
      const status = await ask(`${this.url}${path}`);
      const wallMs = performance.now() - this.#startedAt;
      if (status === wanted) return { wallMs, cpuMs: cpuMs(this.pid) };
      if (this.pid === undefined || this.#child.exitCode !== null || wallMs > START_LIMIT_MS)
        throw new BenchError(`${this.name}: no answer ${wanted} to GET ${path}, but ${status}\n${this.#errors}`.trim());
      await sleep(POLL_MS, undefined, { signal: this.#signal });
    }
  }

  kill() {
    if (this.pid === undefined) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }

  async stop() {
    if (this.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'close');
    this.kill();
    await ended;
  }
}

/** @returns the status, or the code of the error */
function ask(url) {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      response.on('close', () => resolve(response.statusCode));
    }).on('error', ({ code }) => resolve(code));
  });
}

/** A loopback port that is free now and below the range that outgoing connections take theirs from. */
async function freePort() {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const probe = createServer();
    try {
      probe.listen(port, '127.0.0.1');
      await once(probe, 'listening');
      return port;
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
    } finally {
      probe.close();
    }
  }
}
