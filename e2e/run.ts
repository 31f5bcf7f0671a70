/**
 * `npm run e2e`: the specs, against a local stack of their own, or against what is deployed to a cluster.
 *
 * Usage: node e2e/run.ts [--target local|cluster] [--context NAME] [SPEC...] [-- JEST-OPTION...]
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onlyOn } from './only-on.ts';
import { runCommand } from './support/run-command.ts';
import { environmentOf, type Target, targetFrom, targetOptions } from './support/target.ts';

const root = join(import.meta.dirname, '..');

const jest = [
  ...['node', '--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  ...['--disable-warning=TimeoutNegativeWarning', 'node_modules/jest/bin/jest.js', '--config=e2e/jest.config.js'],
];
/** Each target's results are a file of their own, so that one command can count both. */
const results = { local: '.results/e2e-local.json', cluster: '.results/e2e-cluster.json' } as const;
const stackOf = { local: ['node', 'local/src/main.ts', 'with-stack', '--'], cluster: [] } as const;

try {
  const { values, positionals } = parseArgs({ options: targetOptions, allowPositionals: true });
  const target = targetFrom(values);
  mkdirSync(join(root, '.results'), { recursive: true });
  const report = ['--json', `--outputFile=${results[target.kind]}`];
  process.exitCode = await runCommand(
    [...stackOf[target.kind], ...jest, ...report, ...positionals],
    environmentOf(target),
  );
  tellWhatDidNotRun(target);
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? inOneLine(error) : error);
  process.exitCode = 2;
}

function inOneLine({ message, code }: Error & { readonly code?: unknown }): string {
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return message;
  const [what = ''] = message.split('. ');
  return `${what}: no spec was run. Jest's own options stand after one more --: npm run e2e -- people -- -t "who sees"`;
}

function tellWhatDidNotRun({ kind }: Target): void {
  const other = kind === 'local' ? 'cluster' : 'local';
  console.log(`\nOn ${other} alone:`);
  for (const [spec, reason] of Object.entries(onlyOn[other])) console.log(`  ${spec}: ${reason}`);
}
