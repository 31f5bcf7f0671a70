import base from '../jest.config.js';

/** Specs of the manifests, which need programs of others: kustomize, checkov, kubernetes-validate. */
export default {
  ...base,
  rootDir: import.meta.dirname,
  testMatch: ['**/*.manifests.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
