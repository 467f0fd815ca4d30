/** What the kernel lets a process do, from /proc: the proof that a container is confined as it should be. */
import { existsSync, readFileSync } from 'node:fs';

export function sandboxOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name) => new RegExp(`^${name}:\\s+(\\w+)`, 'm').exec(status)[1];
  const sets = ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].map((name) => Number.parseInt(field(name), 16));
  const mounts = readFileSync(`/proc/${pid}/mountinfo`, 'utf8')
    .split('\n')
    .map((line) => line.split(' '));
  const [, , , , , optionsOfRoot] = mounts.find(([, , , , point]) => point === '/');
  return {
    user: Number(field('Uid')),
    group: Number(field('Gid')),
    capabilities: Math.max(...sets),
    noNewPrivileges: field('NoNewPrivs') === '1',
    seccomp: field('Seccomp') === '2',
    readOnlyRoot: optionsOfRoot.split(',').includes('ro'),
  };
}

/** In bytes; undefined on a machine that can't limit memory. */
export function memoryLimitOf(pid) {
  const groups = readFileSync(`/proc/${pid}/cgroup`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(':'));
  const path = (controllers) => groups.find((group) => group[1].split(',').includes(controllers))?.[2];
  const files = [
    `/sys/fs/cgroup/memory${path('memory')}/memory.limit_in_bytes`, // version 1
    `/sys/fs/cgroup${path('')}/memory.max`,
  ];
  const file = files.find(existsSync);
  return file && Number(readFileSync(file, 'utf8'));
}
