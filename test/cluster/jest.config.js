/** The tests on a real control plane, apart from the others: they take minutes, Go and some 3 GB of memory. */
const { transform } = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  rootDir: '../..',
  testMatch: ['<rootDir>/test/cluster/**/*.test.ts'],
  testEnvironment: 'node',
  testTimeout: 600_000, // against waiting for ever; machines may be busy
  transform,
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/.cache/'],
  globalSetup: '<rootDir>/test/cluster/programs/global-setup.ts',
};
