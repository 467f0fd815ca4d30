import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POD = join(import.meta.dirname, 'pod.sh');
const POLL_MS = 200;
/** Of what a server said, to tell why it failed. */
const LAST_LINES = 20;

/** When to give up on what should come: far more than it takes, since nothing else tells that it won't. */
const PATIENCE_MS = 120_000;

/** Waits for `is`, which may be asynchronous; `late` says what else there is to tell. */
export async function until(what, is, late = () => '') {
  const end = performance.now() + PATIENCE_MS;
  while (!(await is())) {
    if (performance.now() > end) throw new Error(`${what}: still not so after ${PATIENCE_MS / 1000} s\n${late()}`);
    await sleep(POLL_MS);
  }
}

/** One server of several: a pod of the set, in the network that has its name. */
export class Server {
  output = '';

  /** @param at name of its network, its address, and the folders and files that it is given */
  constructor(minio, at) {
    this.minio = minio;
    this.at = at;
    this.url = `http://${at.address}:${minio.port}`;
    mkdirSync(at.volume);
    chownSync(at.volume, minio.user, minio.group);
  }

  start() {
    const { user, group, mountPath, args, env } = this.minio;
    const { name, root, volume, hosts, binary } = this.at;
    const pod = [POD, root, volume, mountPath, hosts, user, group, binary, ...args];
    // HOME is what runtimes set for a user that the image does not know; PATH is for the programs of pod.sh.
    this.process = spawn('ip', ['netns', 'exec', name, ...pod], {
      env: { ...env, HOME: '/', PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.output = '';
    for (const stream of [this.process.stdout, this.process.stderr])
      stream.on('data', (text) => {
        this.output += text;
      });
  }

  get lastWords() {
    return this.output.split('\n').slice(-LAST_LINES).join('\n');
  }

  /** As when its node dies. */
  async kill() {
    if (this.process.exitCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
  }

  /** Gone with all that it kept. */
  async remove() {
    await this.kill();
    rmSync(this.at.volume, { recursive: true });
  }

  /** Status of a path; none while nobody answers. */
  async status(path) {
    if (this.process.exitCode !== null) throw new Error(`${this.at.name} ended by itself:\n${this.lastWords}`);
    const answer = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
    return answer?.status;
  }

  answering(path, status) {
    const what = `${status} from ${path} of ${this.at.name}`;
    return until(
      what,
      async () => (await this.status(path)) === status,
      () => this.lastWords,
    );
  }
}
