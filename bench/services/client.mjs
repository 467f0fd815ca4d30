/** What load.lua does, for machines without wrk: node client.mjs URL METHOD FILE SECONDS CONNECTIONS */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

const [url, method, file, seconds, connections] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const headers = method === 'POST' ? { 'Content-Type': 'application/json' } : {};

let next = 0;
let requests = 0;
let failed = 0;
const start = performance.now();
const elapsedMs = () => performance.now() - start;

async function connection() {
  while (elapsedMs() < Number(seconds) * 1000) {
    const [path, body] = lines[next++ % lines.length].split('\t');
    if ((await status(path, body)) !== 200) failed++;
    requests++;
  }
}

function status(path, body) {
  return new Promise((resolve) => {
    const sent = request(`${url}${path}`, { method, headers, agent }, (response) => {
      response.resume();
      response.on('close', () => resolve(response.complete ? response.statusCode : undefined));
    });
    sent.on('error', () => resolve(undefined));
    sent.end(body);
  });
}

await Promise.all(Array.from({ length: Number(connections) }, connection));
agent.destroy();
process.stderr.write(JSON.stringify({ requests, failed, us: Math.round(elapsedMs() * 1000) }));
