import base from '../jest.config.js';

/** Specs of a whole running stack: one after the other, in one process. */
export default {
  ...base,
  rootDir: import.meta.dirname,
  testMatch: ['**/specs/*.e2e.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  testTimeout: 60_000,
};
