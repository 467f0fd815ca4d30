/**
 * What gridwall takes inside of a process that is warm, such as a test run: `node warm.cjs FOLDER FOLDER`, a chart's worth
 * of manifests and a cluster's. Microseconds of CPU, user and system, as JSON.
 */
const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { ApiObject, App, Chart } = require('cdk8s');
const { loadAll } = require('js-yaml');
const { readNetwork } = require('../../lib/network/index.js');

const CHARTS = 100;
const QUESTIONS = 20_000;
const WARM_UP = 0.2;
const PORTS = [8000, 8080, 9090];

const [chartFolder, clusterFolder] = process.argv.slice(2);
process.stdout.write(JSON.stringify({ ...chart(), ...questions() }));

/** From a chart in memory to the answer of one question. */
function chart() {
  const chart = new Chart(new App(), 'chart');
  const files = readdirSync(chartFolder).map((file) => readFileSync(join(chartFolder, file), 'utf8'));
  const objects = files.flatMap((text) => loadAll(text));
  for (const [i, object] of objects.entries()) new ApiObject(chart, `object-${i}`, object);
  const [from, to] = workloads(readNetwork(chart));
  const turn = () => readNetwork(chart).reach(from, `${to}:${PORTS[0]}`).verdict;
  turns(CHARTS * WARM_UP, turn);
  const times = Array.from({ length: CHARTS }, () => turns(1, turn)).sort((a, b) => a - b);
  return { chart: times[CHARTS >> 1] };
}

/** One question after the other, each of other workloads, whose answer is read with or without its grounds. */
function questions() {
  const network = readNetwork(clusterFolder);
  const names = workloads(network);
  const ask = (i) =>
    network.reach(names[i % names.length], `${names[(i * 7 + 3) % names.length]}:${PORTS[i % PORTS.length]}`);
  const mean = (turn) => {
    turns(QUESTIONS * WARM_UP, turn);
    return turns(QUESTIONS, turn) / QUESTIONS;
  };
  return { question: mean((i) => ask(i).verdict), questionWithReason: mean((i) => ask(i).reason) };
}

function workloads(network) {
  return network.cluster.workloads.map(({ namespace, name }) => `${namespace}/${name}`);
}

function turns(times, turn) {
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) if (!turn(i)) throw new Error('no answer');
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
