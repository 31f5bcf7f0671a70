/**
 * `npm run token`: logs somebody in and shows what they hold, as curl takes it, and what each hop behind the edge is given of it.
 *
 * Usage: node tools/src/token/main.ts PERSON [--client NAME] [--for API [--then API]...] [--target local|cluster] [--context NAME]
 */
import { openStack } from '@downscope/e2e/support/open-stack.ts';
import type { Secret } from '@downscope/e2e/support/secret.ts';
import { faint, strong } from '../walkthrough/style.ts';
import { printIndented, tableLines } from '../walkthrough/table.ts';
import { readRequest } from './command-line.ts';
import { doorOf } from './door.ts';
import { followPath } from './path.ts';
import { readPolicy } from './policy.ts';
import { sideBySide } from './side-by-side.ts';

try {
  const request = readRequest(process.argv.slice(2));
  const stack = await openStack(request.target);
  try {
    const { login, hops } = await followPath(stack, readPolicy(), request);
    const { person, client } = request;
    printToken(`${person} -> ${client}, ${login.expiresInSeconds} s`, 'opaque', login.opaqueToken);
    printCurl('opaque', `${stack.apiOrigin}/orders`);
    for (const { from, to, token, payload } of hops) {
      printToken(`${from} -> ${to}`, to, token);
      printCurl(to, stack.originOf(to) + doorOf(payload));
    }
    if (hops.length > 0) {
      console.log();
      printIndented(tableLines(['', ...hops.map(({ from, to }) => `${from} -> ${to}`)], sideBySide(hops)));
    }
  } finally {
    await stack.close();
  }
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  process.exitCode = 1;
}

/** A shell takes both lines: the token as a variable, and the request that shows it. */
function printToken(title: string, variable: string, token: Secret): void {
  console.log(`\n${strong(title)}`);
  console.log(`${variable}=${faint(token.reveal())}`);
}

function printCurl(variable: string, url: string): void {
  console.log(`curl -H "Authorization: Bearer $${variable}" ${url}`);
}
