/**
 * `npm run bench -- guards|phantom-token|bulkhead|revocation|identity`: measures what is said of a part of the system, and fails when it does not
 * hold. What else is said goes to the bench itself.
 *
 * Usage: node load-tests/bench/main.ts guards|phantom-token|bulkhead|revocation|identity [options]
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
      [
        'nx',
        'run-many',
        '-t',
        'build',
        '-p',
        'phantom-token,service,guards,token-exchange,revocations,health',
        '--outputStyle=static',
      ],
      ['node', 'load-tests/bench/phantom-token/main.ts'],
    ],
  ],
  ['bulkhead', [[...withStack, 'node', 'load-tests/bench/bulkhead/main.ts']]],
  ['revocation', [[...withStack, 'node', 'load-tests/bench/revocation/main.ts']]],
  [
    'identity',
    [
      ['nx', 'run-many', '-t', 'build', '-p', 'identity,postgres,service', '--outputStyle=static'],
      ['node', 'load-tests/bench/identity/main.ts'],
    ],
  ],
]);

const [bench = '', ...options] = process.argv.slice(2);
const commands = benches.get(bench);
if (!commands) {
  process.stderr.write(`Usage: npm run bench -- ${[...benches.keys()].join('|')}\n`);
  process.exit(2);
}
for (const command of commands) {
  const isLast = command === commands.at(-1);
  process.exitCode = await runCommand(isLast ? [...command, ...options] : command, {});
  if (process.exitCode !== 0) break;
}
