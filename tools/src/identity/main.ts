/**
 * `npm run identity`: what an operator does to identity, on the stack that runs here. DATABASE_URL, where it is set, is another's.
 *
 * Usage: node tools/src/identity/main.ts COMMAND [ARGUMENT...]
 */
import { runCommand } from '@downscope/e2e/support/run-command.ts';
import { runningStack } from '@downscope/e2e/support/stack-file.ts';

try {
  const url = process.env['DATABASE_URL'] ?? runningStack().databases.identity;
  const command = ['node', 'services/identity/dist/commands/main.js', ...process.argv.slice(2)];
  process.exitCode = await runCommand(command, { DATABASE_URL: url });
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  process.exitCode = 2;
}
