/**
 * `npm run attacks`: some thousand requests that nobody may serve, at the doors of a running system.
 *
 * Usage: node e2e/attacks/main.ts [--target local|cluster] [--context NAME]
 *        node e2e/attacks/main.ts identity [CHAPTER...]
 *
 * Locally they go to each service past the edge, with tokens of an issuer that a stack of our own trusts, and through the edge. What
 * is deployed to a cluster trusts no such issuer, so there they go through the edge alone. Those of `identity` need the keys of services,
 * and time that passes: they go to a local stack.
 */
import { parseArgs } from 'node:util';
import { runCommand } from '../support/run-command.ts';
import { environmentOf, targetFrom, targetOptions, UnknownTargetError } from '../support/target.ts';
import { trustInOwnIssuer } from './own-issuer.ts';

const withStack = ['node', 'local/src/main.ts', 'with-stack', '--name', 'attacks', '--'];
const attack = ['node', 'e2e/attacks/attack-stack.ts'];
const attackIdentity = ['node', 'e2e/attacks/identity/attack-identity.ts'];

try {
  const { values, positionals } = parseArgs({ options: targetOptions, allowPositionals: true });
  const [whom, ...chapters] = positionals;
  const target = targetFrom(values);
  const env = environmentOf(target);
  if (whom !== undefined && (whom !== 'identity' || target.kind !== 'local')) {
    throw new UnknownTargetError(`${positionals.join(' ')}: there is identity, on a local stack`);
  }
  if (target.kind === 'local') {
    const command = whom === 'identity' ? [...attackIdentity, ...chapters] : attack;
    process.exitCode = await runCommand([...withStack, ...command], { ...env, ...(await trustInOwnIssuer()) });
  } else {
    // The attacks are a library's; a local stack builds it.
    const built = await runCommand(['nx', 'run', 'guards:build', '--outputStyle=static'], env);
    process.exitCode = built === 0 ? await runCommand(attack, env) : built;
  }
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  process.exitCode = 2;
}
