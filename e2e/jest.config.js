import base from '../jest.config.js';
import { onlyOn } from './only-on.ts';

const elsewhere = process.env.DOWNSCOPE_TARGET === 'cluster' ? onlyOn.local : onlyOn.cluster;

/** Specs of a whole running stack: one after the other, in one process. */
export default {
  ...base,
  rootDir: import.meta.dirname,
  testMatch: ['**/specs/*.e2e.spec.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...Object.keys(elsewhere).map((spec) => `/specs/${spec}\\.e2e\\.spec\\.ts$`),
  ],
  maxWorkers: 1,
  testTimeout: 60_000,
};
