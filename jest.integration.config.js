import unit from './jest.config.js';

/** The specs that run real parts of their own, a PostgreSQL server or a Kafka broker: `*.integration.spec.ts`. */
export default {
  ...unit,
  testMatch: ['**/*.integration.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  // They wait more than they compute.
  maxWorkers: 3,
};
