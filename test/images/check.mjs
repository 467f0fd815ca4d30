#!/usr/bin/env node
/**
 * Builds the images of both services on bases made of this machine's node, starts them as the Pod specs of dist/ say,
 * and sends a day's prices through them: stand-in of Elering, fetcher, history server, MinIO. Takes root, buildah, podman
 * and runc. Exit code: 0 all passed, 1 something failed, 77 could not run here. `--report FILE` writes the sum as JSON.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildBase, runtimeBase } from './bases.mjs';
import { Containers, programsMustBeThere } from './containers.mjs';
import { checkImage } from './image.mjs';
import { podOf } from './pod.mjs';
import { conclude, Interrupted } from './report.mjs';
import { checkServices, portMustBeFree, standIns } from './services.mjs';

async function main(signal, closing) {
  const root = resolve(import.meta.dirname, '../..');
  const [server, fetcher] = ['history-server', 'price-fetcher'].map((name) =>
    podOf(join(root, 'dist/price-history.k8s.yaml'), name),
  );
  programsMustBeThere();
  await portMustBeFree(server.containers[0].ports[0].containerPort);

  const containers = new Containers(signal);
  closing.push(() => containers.remove());
  const others = await standIns(containers.folder, root);
  const bases = { NODE_IMAGE: 'localhost/node', BUILD_IMAGE: 'localhost/node-npm' };
  await runtimeBase(containers, bases.NODE_IMAGE);
  const options = await buildBase(containers, bases.BUILD_IMAGE);
  for (const pod of [server, fetcher]) if (!(await checkImage(containers, root, pod, bases, options))) return;
  await checkServices(containers, server, fetcher, others, closing);
}

const { report } = parseArgs({ options: { report: { type: 'string' } } }).values;
const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(name, () => interrupt.abort(new Interrupted(`ended by ${name}`)));
const closing = [];
const problems = [];
await main(interrupt.signal, closing).catch((error) => problems.push(error));
for (const close of closing.reverse()) await close().catch((error) => problems.push(error));
conclude(problems, report);
