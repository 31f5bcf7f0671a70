/**
 * `npm run identity -- keys list|rotate`: what an operator does at the identity service of the stack that runs on this machine.
 * In a cluster: `kubectl exec -n identity deploy/identity -- node dist/operate.js keys list`.
 *
 * Usage: node tools/src/identity/main.ts NOUN VERB
 */
import { runCommand } from '@downscope/e2e/support/run-command.ts';
import { runningStack } from '@downscope/e2e/support/stack-file.ts';
import { join } from 'node:path';

const operate = join(import.meta.dirname, '../../../services/identity/dist/operate.js');

try {
  const { databases, keysDir } = runningStack();
  process.exitCode = await runCommand(['node', operate, ...process.argv.slice(2)], {
    DATABASE_URL: databases.identity,
    KEY_ENCRYPTION_KEY_FILE: join(keysDir, 'key-encryption-key'),
  });
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  process.exitCode = 1;
}
