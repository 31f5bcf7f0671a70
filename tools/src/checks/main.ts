/**
 * `npm run unit` and `npm test`: runs the suites one after the other and ends with one line over all of them.
 * `npm run checks:total`: that line alone, over all that has run since, a cluster's specs too.
 *
 * Usage: node tools/src/checks/main.ts unit | test | total
 */
import { runCommand } from '@downscope/e2e/support/run-command.ts';
import { mkdirSync, rmSync } from 'node:fs';
import { type Count, countOf, resultsFolder } from './results.ts';

type Command = readonly string[];

const format: Command = ['prettier', '--check', '--log-level', 'warn', '.'];
const unit: Command = ['nx', 'run-many', '--targets=lint,types,unit', '--outputStyle=static'];
const integration: Command = ['nx', 'run-many', '--targets=integration', '--outputStyle=static'];
const manifests: Command = [
  ...['node', '--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  ...['node_modules/jest/bin/jest.js', '--config=k8s/jest.config.js', '--json', '--outputFile=.results/manifests.json'],
];
const endToEnd: Command = ['npm', 'run', '--silent', 'e2e'];
/** Those that are over in seconds. */
const faults: Command = [
  ...['npm', 'run', '--silent', 'faults', '--', '--short', '--results', '.results/faults.json'],
  ...['order', 'billing', 'broker', 'postgres', 'network'],
];

/** Of what `npm run adopt` takes home: one application, whose packages of others are kept. */
const adopt: Command = ['npm', 'run', '--silent', 'adopt', '--', '--short', '--results', '.results/adopt.json'];

const suites: Record<string, readonly Command[]> = {
  unit: [format, unit],
  test: [format, unit, integration, adopt, manifests, endToEnd, faults],
  total: [],
};

const chosen = suites[process.argv[2] ?? ''];
if (!chosen) {
  console.error(`Usage: node tools/src/checks/main.ts ${Object.keys(suites).join('|')}`);
  process.exit(2);
}

if (chosen.length > 0) rmSync(resultsFolder, { recursive: true, force: true });
mkdirSync(resultsFolder, { recursive: true });
let broken = 0;
for (const command of chosen) {
  if ((await runCommand(command, {})) === 0) continue;
  broken = 1;
  console.error(`\nFailed: ${command.join(' ')}`);
  break;
}
const { passed, failed } = countOf(resultsFolder);
report({ passed, failed: broken ? Math.max(failed, 1) : failed });

/** A command that failed without a failed test (a lint error, say) counts as one. */
function report({ passed, failed }: Count): void {
  console.log(`\n${String(passed)} passed, ${String(failed)} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
