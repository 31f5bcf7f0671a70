import './settings.ts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sql } from 'drizzle-orm';
import type { KeyRing } from '../src/keys/key-ring.ts';
import { TokenIdMac } from '../src/tokens/token-id-mac.ts';
import { IdentityDatabase } from './identity-database.ts';
import { aKeyRing } from './key-ring.ts';
import { type HeldSecret, pushedRequest, type SecretName, secretNames, secretsOfPeople } from './secrets-of-people.ts';
import { candidatesIn, dumpOf, filesIn } from './stolen-database.ts';

jest.setTimeout(120_000);

let server: IdentityDatabase;
let keyRing: KeyRing;
let held: Record<SecretName, HeldSecret>;
let dump: string[];
beforeAll(async () => {
  server = await IdentityDatabase.start();
  keyRing = await aKeyRing();
  held = await secretsOfPeople(server.connect(), keyRing);
  dump = await dumpOf(server.connectAsOwner());
});
afterAll(() => server.stop());

/** What stands in the dump, and that with the MAC of an id: somebody got hold of that key too. */
function tries({ model }: HeldSecret): string[] {
  const candidates = [...candidatesIn(dump)];
  if (!model) return candidates;
  const mac = new TokenIdMac(keyRing);
  const randoms = candidates.filter((text) => /^[\w-]{43}$/.test(text));
  return [...candidates, ...randoms.map((random) => mac.seal(model, random))];
}

describe('who has a dump of every table, and knows all else', () => {
  it.each(secretNames)('makes nothing of it that is taken for %s', async (name) => {
    const { secret, opens } = held[name];
    const tried = tries(held[name]);
    const taken = [];
    for (const candidate of tried) if (await opens(candidate)) taken.push(candidate);
    expect(tried.length).toBeGreaterThan(50);
    expect(taken).toEqual([]);
    expect(await opens(secret)).toBe(true);
  });

  it('has something of each in it, all the same', () => {
    const models = ['AccessToken', 'AuthorizationCode', 'RefreshToken', 'Session', 'Interaction'];
    for (const model of [...models, 'PushedAuthorizationRequest', 'PasskeyChallenge']) expect(dump).toContain(model);
    expect(dump).toContain('alice');
  });
});

it('no file of the data folder holds any of them, in any writing', async () => {
  await server.connectAsOwner().drizzle.execute(sql`CHECKPOINT`);
  const files = filesIn(server.dataFolder);
  const holding = (needle: string): number => files.filter((file) => file.includes(needle)).length;
  expect(holding('AuthorizationCode')).toBeGreaterThan(0);

  const texts = Object.values(held).map(({ secret }) => secret.split('~')[0] ?? '');
  for (const text of [...texts, pushedRequest, pushedRequest.split('.')[1] ?? '']) {
    const writings = [
      text,
      ...(['base64url', 'base64', 'hex'] as const).map((form) => Buffer.from(text).toString(form)),
    ];
    expect(writings.map(holding)).toEqual([0, 0, 0, 0]);
  }
});
