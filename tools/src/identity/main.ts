/**
 * `npm run identity`: what an operator does to identity, on the stack that runs here.
 *
 * Usage: node tools/src/identity/main.ts end-everything-of NAME | keys list|rotate | audit list|verify|export (services/identity)
 */
import { runCommand } from '@downscope/e2e/support/run-command.ts';
import { runningStack } from '@downscope/e2e/support/stack-file.ts';
import { join } from 'node:path';

const commands = join(import.meta.dirname, '../../../services/identity/dist/commands/main.js');

try {
  const { databases, keysDir } = runningStack();
  process.exitCode = await runCommand(['node', commands, ...process.argv.slice(2)], {
    DATABASE_URL: databases.identity,
    KEY_ENCRYPTION_KEY_FILE: join(keysDir, 'key-encryption-key'),
  });
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  process.exitCode = 1;
}
