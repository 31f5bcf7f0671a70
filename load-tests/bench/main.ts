/**
 * `npm run bench -- guards`: compares a library with what else there is, and fails when something that is said of it does not hold.
 *
 * Usage: node load-tests/bench/main.ts guards
 */
import { spawnSync } from 'node:child_process';

const library = process.argv[2];
if (library !== 'guards') {
  process.stderr.write('Usage: node load-tests/bench/main.ts guards\n');
  process.exit(2);
}

const { status } = spawnSync('nx', ['run', `${library}:build`, '--outputStyle=static'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (status !== 0) throw new Error(`nx run ${library}:build failed`);

// Only now is there something to import.
const { compare } = await import('./guards/compare.ts');
const allHold = await compare((lines) => process.stdout.write(`${lines.join('\n')}\n\n`));
process.exit(allHold ? 0 : 1); // and with it the processes that were started
