/**
 * `npm run bench -- guards|phantom-token|bulkhead`: measures what is said of a part of the system, and fails when it does not hold.
 *
 * Usage: node load-tests/bench/main.ts guards|phantom-token|bulkhead
 */
import { runCommand } from '@downscope/e2e/support/run-command.ts';

const withStack = ['node', 'local/src/main.ts', 'with-stack', '--name', 'bench', '--'];

/** Each as the commands that it takes, one after the other. */
const benches = new Map<string, readonly (readonly string[])[]>([
  [
    'guards',
    [
      ['nx', 'run', 'guards:build', '--outputStyle=static'],
      ['node', 'load-tests/bench/guards/main.ts'],
    ],
  ],
  [
    'phantom-token',
    [
      ['nx', 'run-many', '-t', 'build', '-p', 'phantom-token,service,guards,token-exchange', '--outputStyle=static'],
      ['node', 'load-tests/bench/phantom-token/main.ts'],
    ],
  ],
  ['bulkhead', [[...withStack, 'node', 'load-tests/bench/bulkhead/main.ts']]],
]);

const commands = benches.get(process.argv[2] ?? '');
if (!commands) {
  process.stderr.write(`Usage: npm run bench -- ${[...benches.keys()].join('|')}\n`);
  process.exit(2);
}
for (const command of commands) {
  process.exitCode = await runCommand(command, {});
  if (process.exitCode !== 0) break;
}
