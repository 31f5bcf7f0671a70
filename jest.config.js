import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
delete swc.$schema;
// Under jest the sources themselves are loaded: their .ts import paths stay as they are.
delete swc.jsc.rewriteRelativeImportExtensions;

/** One configuration for every package: ESM through --experimental-vm-modules, libraries from their sources. */
export default {
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', String.raw`\.(e2e|manifests|integration)\.spec\.ts$`],
  transform: { '^.+\\.tsx?$': ['@swc/jest', { ...swc, swcrc: false, module: { type: 'es6' } }] },
  transformIgnorePatterns: ['/node_modules/'],
  testEnvironment: 'node',
  // Not `import`: jest adds it for ESM alone, and a CommonJS package must not be given it.
  testEnvironmentOptions: { customExportConditions: ['@downscope/source', 'node', 'node-addons'] },
};
