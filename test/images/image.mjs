/** One image: built from its Dockerfile, then looked into. */
import { deepStrictEqual as equal, ok } from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './report.mjs';

/** Builds the image that the Pod spec names, with a value for each argument of its Dockerfile; false if it can't. */
export async function checkImage(containers, root, pod, bases, options) {
  const { name, image } = pod.containers[0];
  const dockerfile = join(root, 'services', name, 'Dockerfile');
  const values = { ...bases, VERSION: image.split(':')[1], REVISION: randomBytes(20).toString('hex') };
  const built = await check(`the image of ${name} builds`, async () => {
    const offered = [...readFileSync(dockerfile, 'utf8').matchAll(/^ARG (\w+)/gm)].map(([, argument]) => argument);
    equal(offered.sort(), Object.keys(values).sort());
    const given = Object.entries(values).map(([argument, value]) => `--build-arg=${argument}=${value}`);
    const files = [`--file=${dockerfile}`, `--ignorefile=${dockerfile}.dockerignore`, root];
    await containers.buildah('build', '--pull=never', `--tag=localhost/${image}`, ...options, ...given, ...files);
  });
  if (!built) {
    console.log("    The build takes packages from npm's cache alone: npm ci fills it.");
    return false;
  }

  const inspect = async (of) => JSON.parse(await containers.podman('image', 'inspect', of))[0];
  const { Config, Size } = await inspect(image);
  const base = (await inspect(bases.NODE_IMAGE)).Size;
  const [all, below, own] = [Size, base, Size - base].map((bytes) => `${(bytes / 1e6).toFixed(1)} MB`);
  console.log(`    ${all}: ${below} of the base, ${own} of its own`);

  await check(`${name} has the Pod spec's user and group, as numbers`, () => {
    const { runAsUser, runAsGroup } = pod.securityContext;
    equal(Config.User, `${runAsUser}:${runAsGroup}`);
  });
  await check(`${name} says in labels what it is`, () => {
    const { license, repository } = readJson(join(root, 'package.json'));
    const { description } = readJson(join(root, 'services', name, 'package.json'));
    const [source] = /https:.*(?=\.git$)/.exec(repository.url);
    const { VERSION: version, REVISION: revision } = values;
    const expected = { title: name, description, source, licenses: license, version, revision };
    const labels = Object.entries(expected).map(([key, value]) => [`org.opencontainers.image.${key}`, value]);
    equal(Config.Labels, { ...Config.Labels, ...Object.fromEntries(labels) });
  });
  await check(`${name} starts node with source maps, no shell, and its user can change nothing in it`, async () => {
    const folder = await containers.podman('image', 'mount', image);
    const [program, ...args] = [...(Config.Entrypoint ?? []), ...(Config.Cmd ?? [])];
    ok(/^(.*\/)?node$/.test(program) && args.includes('--enable-source-maps'), `it starts ${program} ${args}`);
    statSync(join(folder, `${args.find((path) => path.startsWith('/app/'))}.map`));
    const files = readdirSync(folder, { recursive: true });
    const changeable = files.filter((path) => {
      const { uid, mode } = statSync(join(folder, path));
      return uid !== 0 || mode & 0o022;
    });
    equal(changeable, []);
  });
  return true;
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
