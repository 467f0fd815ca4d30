const { readFileSync, existsSync } = require('node:fs');
const { dirname, join } = require('node:path');

/** Names of the ES-module-only packages reachable from `name`: jest's loader on Node 20 can't require them untransformed. */
function esModulesBelow(name, from = __dirname, found = new Set()) {
  for (let dir = from; ; dir = dirname(dir)) {
    const manifest = join(dir, 'node_modules', name, 'package.json');
    if (existsSync(manifest)) {
      const pkg = JSON.parse(readFileSync(manifest, 'utf8'));
      if (found.has(name)) return found;
      if (pkg.type === 'module') found.add(name);
      for (const dependency of Object.keys(pkg.dependencies ?? {}))
        esModulesBelow(dependency, dirname(manifest), found);
      return found;
    }
    if (dir === dirname(dir)) throw new Error(`${name} is not installed: run "npm ci"`);
  }
}

/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['<rootDir>/test/cluster/'], // has a configuration of its own
  testEnvironment: 'node',
  transform: { '\\.[jt]s$': ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }] },
  transformIgnorePatterns: [`/node_modules/(?!(${[...esModulesBelow('got')].join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/.cache/'],
  coverageProvider: 'v8',
  // app.ts and main.ts run as processes of their own in the tests, out of the sight of the coverage.
  collectCoverageFrom: [
    ...['charts/**/*.ts', '!charts/app.ts'],
    ...['network/**/*.ts', '!network/cli/main.ts'],
    ...['services/*/src/**/*.ts', '!services/*/src/main.ts'],
  ],
  coverageThreshold: {
    './charts/': { lines: 98, branches: 95, functions: 98 },
    './network/': { lines: 97, branches: 92, functions: 97 },
    './services/': { lines: 95, branches: 90, functions: 95 },
  },
  coverageDirectory: 'coverage',
};
