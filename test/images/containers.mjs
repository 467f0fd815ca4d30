/** buildah and podman with images and containers of their own, in one folder that is removed in the end. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CouldNotRun } from './report.mjs';

/** Needs no overlay file system, no systemd, no limits above the own ones, and sets up no network. */
const SETTINGS = {
  CONTAINERS_STORAGE_CONF: (folder) => `[storage]
driver = "vfs"
graphroot = "${folder}/graph"
runroot = "${folder}/run"
`,
  CONTAINERS_CONF: (folder) => `[containers]
netns = "host"
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "none"
lock_type = "file"
tmp_dir = "${folder}/libpod"
`,
};

export function programsMustBeThere() {
  const missing = ['buildah', 'podman', 'runc'].filter((program) => spawnSync(program, ['--version']).error);
  if (missing.length) {
    const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
    throw new CouldNotRun(`${missing.join(' and ')} not found; on Debian: ${install}`);
  }
  if (process.getuid() !== 0) throw new CouldNotRun('containers of any user take root to start');
}

export class Containers {
  /** For anything that may go when the containers go. */
  folder = mkdtempSync(join(tmpdir(), 'images-'));
  #signal;
  #env = { ...process.env, BUILDAH_ISOLATION: 'chroot', TMPDIR: join(this.folder, 'tmp') };

  /** @param signal ends the command that runs when it is aborted, and lets no other begin */
  constructor(signal) {
    this.#signal = signal;
    mkdirSync(this.#env.TMPDIR);
    for (const [name, text] of Object.entries(SETTINGS)) {
      this.#env[name] = join(this.folder, name);
      writeFileSync(this.#env[name], text(this.folder));
    }
  }

  buildah(...args) {
    return this.#succeed('buildah', args, this.#signal);
  }

  podman(...args) {
    return this.#succeed('podman', args, this.#signal);
  }

  /** Exit code and output of a container that ends by itself. */
  run(...args) {
    return this.#spawn('podman', ['run', '--rm', '--pull=never', ...args], this.#signal);
  }

  /** Ends the containers and removes everything, whatever the signal says. */
  async remove() {
    // First, as one that an interrupted command was about to stop would leave the runtime's state behind.
    await this.#succeed('podman', ['stop', '--all', '--time=0']);
    await this.#succeed('podman', ['rm', '--all', '--force', '--time=0']);
    await this.#succeed('buildah', ['rm', '--all']);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #succeed(program, args, signal) {
    const { code, output } = await this.#spawn(program, args, signal);
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output}`);
    return output.trim();
  }

  async #spawn(program, args, signal) {
    signal?.throwIfAborted();
    // In a process group of its own: Ctrl-C does not reach it, and all of it can be ended.
    const child = spawn(program, args, {
      // Where a container runs out of memory, a file called oom appears in the working directory.
      cwd: this.folder,
      env: this.#env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const end = () => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGTERM');
    };
    signal?.addEventListener('abort', end);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    const [code] = await once(child, 'close');
    signal?.removeEventListener('abort', end);
    signal?.throwIfAborted();
    return { code, output };
  }
}
