import base from '../jest.config.js';

/** Specs of a whole running stack: one after the other, in one process. */
export default {
  ...base,
  rootDir: import.meta.dirname,
  testMatch: ['**/specs/*.e2e.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // Not `import`: jest adds it for ESM alone, and pg's own CommonJS must not be given it.
  testEnvironmentOptions: { customExportConditions: ['@downscope/source', 'node', 'node-addons'] },
  maxWorkers: 1,
  testTimeout: 60_000,
};
