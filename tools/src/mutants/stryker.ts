import { Stryker } from '@stryker-mutator/core';
import { join, relative } from 'node:path';
import type { Library } from './library.ts';
import type { Mutant } from './survivors.ts';

const root = join(import.meta.dirname, '../../..');

/** Tries every mutant of a library, two at a time, in a copy below .nx/, which is removed at the end. */
export async function mutantsOf({ folder, mutated, specs }: Library): Promise<readonly Mutant[]> {
  const within = (pattern: string): string => pattern.replace(/^!?/, `$&${folder}/`);
  const oneSpec = ['node', join(import.meta.dirname, 'one-spec.ts'), 'every.spec.ts', ...specs.map(within)];
  const options: object = {
    mutate: mutated.map(within),
    // What the specs may read. Packages are found by walking up from the copy.
    ignorePatterns: [
      '**',
      ...['package.json', 'jest.config.js', '.swcrc'].map((file) => `!${file}`),
      ...['package.json', 'src/**', 'test/**'].map((pattern) => `!${within(pattern)}`),
    ],
    symlinkNodeModules: false,
    tempDirName: '.nx/mutants',
    cleanTempDir: 'always',
    buildCommand: oneSpec.map((argument) => argument.replaceAll(' ', String.raw`\ `)).join(' '),
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    jest: {
      projectType: 'custom',
      configFile: 'jest.config.js',
      config: { testMatch: ['<rootDir>/every.spec.ts'] },
      enableFindRelatedTests: false,
    },
    coverageAnalysis: 'perTest',
    concurrency: 2,
    timeoutMS: 20_000,
    logLevel: 'error',
    warnings: { slow: false },
    reporters: [process.stdout.isTTY ? 'progress' : 'progress-append-only'],
  };
  process.chdir(root);
  const mutants = await new Stryker(options).runMutationTest();
  return mutants.map((mutant) => ({ ...mutant, fileName: relative(root, mutant.fileName) }));
}
