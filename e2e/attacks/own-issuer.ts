import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { z } from 'zod';

/** An issuer of our own, whose tokens the services take as well: so each attack can be good but for one thing. */
export const ownIssuer = 'https://attacks.test';

const Trusted = z.tuple([z.object({ issuer: z.literal(ownIssuer), jwksUri: z.url() })]);

/** What makes the services of a stack trust it: they ask for its keys at the first token, when we publish them. */
export async function trustInOwnIssuer(): Promise<{ readonly OTHER_ISSUERS: string }> {
  const port = await freePort();
  return { OTHER_ISSUERS: JSON.stringify([{ issuer: ownIssuer, jwksUri: `http://127.0.0.1:${port}/jwks` }]) };
}

/** Where the services of this stack will ask for its keys. */
export function portOfOwnIssuer({ OTHER_ISSUERS = '[]' }: NodeJS.ProcessEnv): number {
  const [{ jwksUri }] = Trusted.parse(JSON.parse(OTHER_ISSUERS));
  return Number(new URL(jwksUri).port);
}

/** Below the ports that stacks take, and those that a system hands out to whoever connects. */
async function freePort(): Promise<number> {
  const port = randomInt(10_000, 18_000);
  const server = createServer().listen(port, '127.0.0.1');
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.close();
  return isFree ? port : freePort();
}
