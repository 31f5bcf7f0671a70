import js from '@eslint/js';
import { readdirSync } from 'node:fs';
import { defineConfig, globalIgnores } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import jest from 'eslint-plugin-jest';
import node from 'eslint-plugin-n';
import tseslint from 'typescript-eslint';

const services = readdirSync(new URL('services/', import.meta.url)).join('|');

/** Dependencies point one way: services -> libs -> packages (docs/architecture.md). */
const forbid = (what, message) => ({
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        { regex: what, message },
        { regex: String.raw`^(\.\./){2,}.*\bsrc/`, message: 'Reach another package by its name, never by a path.' },
      ],
    },
  ],
});

export default defineConfig(
  globalIgnores(['**/dist/', '.nx/', '.data/', '.results/', 'e2e/support/clients/order-{client,paths}.ts']),
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // Nest modules, and classes whose only content is their decorators, are empty on purpose.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Nest declares its option bags as classes and takes plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // It does not see that a decorator's arguments use a constant.
      'no-useless-assignment': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // People install these on the Node that they have: package.json's `engines` says from which on.
    files: ['libs/!(service)/**'],
    plugins: { n: node },
    rules: {
      'n/no-unsupported-features/es-syntax': 'error',
      // `hash` counts as an experiment on Node 20, and is there.
      'n/no-unsupported-features/node-builtins': ['error', { allowExperimental: true, ignores: ['crypto.hash'] }],
    },
  },
  {
    files: ['libs/guards/**', 'libs/token-exchange/**'],
    rules: forbid('^@downscope/', 'People copy this library: it imports nothing of the project.'),
  },
  // What somebody else's application looks like.
  { files: ['libs/guards/test/from-keycloak-connect/**'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['libs/!(guards|token-exchange)/**'],
    rules: forbid(`^@downscope/(${services})`, 'A library knows no service.'),
  },
  {
    files: ['libs/service/**', 'libs/postgres/**'],
    rules: forbid('^@downscope/(?!health$)', 'Of the project, this library knows health checks alone.'),
  },
  {
    files: ['libs/postgres/test/**'],
    rules: forbid(
      '^@downscope/(?!health$|local/)',
      'Of the project, these specs know health checks and what is found on a machine.',
    ),
  },
  {
    files: ['services/**'],
    rules: forbid(`^@downscope/(${services})`, 'No service imports another: call it, or hear its events.'),
  },
  {
    files: ['**/*.spec.ts', '**/*.spec.tsx'],
    extends: [jest.configs['flat/recommended']],
    settings: { jest: { globalPackage: '@jest/globals' } },
    rules: { 'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*'] }] },
  },
  { files: ['local/**', 'tools/**', 'e2e/**', 'k8s/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
  },
  prettier,
);
