/** Base images made of this machine's node, in place of those that a registry would serve. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** As distroless has it: node where no PATH looks for it, libraries, one user beside root, no shell. */
export async function runtimeBase(containers, image) {
  const root = rootOf(containers, 'runtime');
  install(root, process.execPath, 'nodejs/bin/node');
  write(root, 'etc/passwd', 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/:/sbin/nologin\n');
  await build(containers, root, image, 'ENTRYPOINT ["/nodejs/bin/node"]');
}

/**
 * With npm and the little it needs. It takes packages from this machine's cache alone, which `npm ci` has filled, so
 * that building needs neither network nor credentials. Returns the options that a build on it must have.
 */
export async function buildBase(containers, image) {
  const root = rootOf(containers, 'build');
  install(root, process.execPath, 'usr/local/bin/node');
  const npm = resolve(realpathSync(output('sh', '-c', 'command -v npm')), '../..');
  cpSync(npm, join(root, 'usr/local/lib/node_modules/npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  install(root, '/bin/sh', 'bin/sh');
  install(root, '/usr/bin/env', 'usr/bin/env');
  mkdirSync(join(root, 'tmp'));
  const [cache, registry] = ['cache', 'registry'].map((name) => output('npm', 'config', 'get', name));
  const env = `npm_config_cache=/npm npm_config_offline=true npm_config_registry=${registry}`;
  await build(containers, root, image, `ENV ${env}`);
  return [`--volume=${cache}:/npm`];
}

function rootOf({ folder }, name) {
  const root = join(folder, name, 'root');
  mkdirSync(root, { recursive: true });
  return root;
}

async function build(containers, root, image, line) {
  write(root, '../Containerfile', `FROM scratch\nCOPY root /\n${line}\n`);
  await containers.buildah('build', `--tag=${image}`, dirname(root));
}

function write(root, path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Copies a program and the libraries it loads. */
function install(root, program, path) {
  const libraries = output('ldd', program).match(/\/\S+/g);
  for (const [from, to] of [[program, path], ...libraries.map((library) => [library, library])])
    cpSync(realpathSync(from), join(root, to), { recursive: true });
}

function output(program, ...args) {
  return execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' }).trim();
}
