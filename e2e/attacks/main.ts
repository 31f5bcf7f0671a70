/**
 * `npm run attacks`: some thousand requests that nobody may serve, at the doors of a running system.
 *
 * Usage: node e2e/attacks/main.ts [--target local|cluster] [--context NAME]
 *
 * Locally they go to each service past the edge, with tokens of an issuer that a stack of our own trusts, and through the edge. What
 * is deployed to a cluster trusts no such issuer, so there they go through the edge alone.
 */
import { parseArgs } from 'node:util';
import { runCommand } from '../support/run-command.ts';
import { environmentOf, targetFrom, targetOptions } from '../support/target.ts';
import { trustInOwnIssuer } from './own-issuer.ts';

const attack = ['node', 'e2e/attacks/attack-stack.ts'];

try {
  const target = targetFrom(parseArgs({ options: targetOptions }).values);
  const env = environmentOf(target);
  if (target.kind === 'local') {
    const withStack = ['node', 'local/src/main.ts', 'with-stack', '--name', 'attacks', '--', ...attack];
    process.exitCode = await runCommand(withStack, { ...env, ...(await trustInOwnIssuer()) });
  } else {
    // The attacks are a library's; a local stack builds it.
    const built = await runCommand(['nx', 'run', 'guards:build', '--outputStyle=static'], env);
    process.exitCode = built === 0 ? await runCommand(attack, env) : built;
  }
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  process.exitCode = 2;
}
