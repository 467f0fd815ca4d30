#!/usr/bin/env node
/**
 * Uses the packed library as a stranger would: `npm pack`, install it in an empty project beside its peers, type-check
 * and run an app there. With this project's namespace it must give dist/ to the byte; with others, only those change.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const { version, peerDependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const scratch = mkdtempSync(join(tmpdir(), 'scratch-'));
const run = (command, args, cwd = scratch) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

const APP = `
import { App, Chart } from 'cdk8s';
import { EchoDemo, HeadlessPostgres, HistoryServer, Minio, MinioIsolation, Peer, PriceFetcherJob } from 'gridwall';

const [namespace, suffix] = process.argv.slice(2) as [string, string];
const app = new App({ outdir: \`out-\${namespace}\` });
const chart = new Chart(app, 'price-history', { namespace });
const minio = new Minio(chart, 'minio', suffix ? { name: 'store' } : {});
const historyServer = new HistoryServer(chart, 'history-server', { image: 'history-server:${version}', minio, ...(suffix && { name: 'prices' }) });
new PriceFetcherJob(chart, 'price-fetcher', { image: 'price-fetcher:${version}', historyServer });
const isolation = new MinioIsolation(chart, 'minio-isolation', { minio, historyServer });
if (suffix) isolation.allowFrom(Peer.podsInNamespace('backup', { app: 'mc' }));
const echo = new Chart(app, 'echo-demo');
new EchoDemo(echo, 'echo-demo', { host: 'echoserver.192.0.2.10.nip.io' });
const postgres = new Chart(app, 'headless-postgres', { namespace: 'test' });
new HeadlessPostgres(postgres, 'headless-postgres', { labels: { 'clean-up': 'echo-demo' } });
app.synth();
console.log(historyServer.url);
`;

/** Test runners as strangers have them, with the types of each. */
const RUNNERS = [
  `@jest/globals@${devDependencies.jest}`,
  ...['@types/jest', '@types/node'].map((name) => `${name}@${devDependencies[name]}`),
  'vitest@3.2.7',
];
const TEST = `
test('the walls stand', () => {
  expect('out-production').toReach('production/history-server', 'production/minio:9000');
  expect('out-production').not.toReach('production/price-fetcher', 'production/minio:9000');
  expect('out-production').toResolve('minio', 'production');
  // @ts-expect-error: there is no such direction
  () => expect('out-production').toBeIsolated('production/minio', 'up');
});
`;
const TESTS = {
  'jest.test.ts': `import 'gridwall/jest';\n${TEST}`,
  'jest-globals.test.ts': `import { expect, test } from '@jest/globals';\nimport 'gridwall/jest';\n${TEST}`,
  'vitest.test.ts': `import { expect, test } from 'vitest';\nimport 'gridwall/vitest';\n${TEST}`,
};

function expectEqual(what, actual, expected) {
  if (actual !== expected) throw new Error(`${what}:\n--- expected\n${expected}\n--- actual\n${actual}`);
  console.log(`ok: ${what}`);
}

try {
  const [{ filename, files }] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], root),
  );
  const strange = files
    .map(({ path }) => path)
    .filter(
      (path) =>
        !/^(lib\/(charts|imports|network)\/|docs\/|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$)/.test(path),
    );
  expectEqual('the package holds the library, its documents and nothing else', strange.join(), '');

  const peers = Object.keys(peerDependencies).map((name) => `${name}@${devDependencies[name]}`);
  writeFileSync(join(scratch, 'package.json'), JSON.stringify({ name: 'scratch', private: true }));
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--save-exact', `./${filename}`, ...peers]);
  writeFileSync(join(scratch, 'app.ts'), APP);
  const tsc = (name, ...options) =>
    run(process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'),
      ...['--strict', '--module', 'node20', '--target', 'es2022', '--rootDir', '.', ...options, name],
    ]);
  tsc('app.ts', '--typeRoots', join(root, 'node_modules/@types'), '--types', 'node');

  const read = (folder, file) => readFileSync(join(scratch, folder, file), 'utf8');
  // What the doctor finds there, and is meant, is said by the charts.
  const committed = (file) =>
    readFileSync(join(root, 'dist', file), 'utf8').replace(/^ *annotations:\n *gridwall\/ignore: .*\n/gm, '');
  run(process.execPath, ['app.js', 'production', '']);
  for (const file of ['price-history.k8s.yaml', 'echo-demo.k8s.yaml', 'headless-postgres.k8s.yaml'])
    expectEqual(`${file} is dist/'s`, read('out-production', file), committed(file));

  run(process.execPath, ['app.js', 'energy', '']);
  expectEqual(
    'another namespace changes the namespace and nothing else',
    read('out-energy', 'price-history.k8s.yaml'),
    committed('price-history.k8s.yaml')
      .replaceAll('namespace: production', 'namespace: energy')
      .replace('.production.svc.', '.energy.svc.'),
  );
  const url = run(process.execPath, ['app.js', 'power', 'own-names']).trim();
  expectEqual('own names make the address', url, 'http://prices.power.svc.cluster.local:80');
  const own = read('out-power', 'price-history.k8s.yaml');
  for (const line of ['value: http://store:9000', 'serviceName: store-hl', 'kubernetes.io/metadata.name: backup'])
    expectEqual(`own names: ${line}`, own.includes(line), true);

  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--save-exact', ...RUNNERS]);
  for (const [name, test] of Object.entries(TESTS)) {
    writeFileSync(join(scratch, name), test);
    tsc(name, '--outDir', 'tests', '--types', name === 'jest.test.ts' ? 'node,jest' : 'node');
  }
  const jest = (name, ...options) =>
    run(process.execPath, [
      join(root, 'node_modules/jest/bin/jest.js'),
      ...['--rootDir', scratch, '--testMatch', `**/tests/${name}`, ...options],
    ]);
  jest('jest.test.js');
  jest('jest-globals.test.js', '--injectGlobals=false');
  run('npx', ['--no-install', 'vitest', 'run', 'vitest.test.ts']);
  console.log('ok: the matchers work in projects with Jest, with @jest/globals and with Vitest, and so do their types');
  const edges = JSON.parse(run('npx', ['--no-install', 'gridwall', 'reach', 'out-production', '--output', 'connlist']));
  const toMinio = edges.filter(({ dst }) => dst === 'production/minio[StatefulSet]');
  const expected = [
    { src: 'production/history-server[Deployment]', dst: 'production/minio[StatefulSet]', conn: 'TCP 9000' },
  ];
  run('npx', ['--no-install', 'gridwall', 'check', 'out-production', '--fail-on', 'error']);
  run(process.execPath, ['-e', "new (require('gridwall/cdk8s-validation').DoctorValidation)()"]);
  console.log('ok: the doctor is there, also for cdk8s-cli');
  expectEqual('the command line lists who reaches MinIO', JSON.stringify(toMinio), JSON.stringify(expected));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
