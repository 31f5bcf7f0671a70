import './settings.ts';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { decodeJwt } from 'jose';
import { randomUUID } from 'node:crypto';
import { maxActors } from '../src/privileges/exchange.ts';
import { type AccessTokenContent, actorsOf, contentOf } from '../src/tokens/access-token.ts';
import { nowSeconds, TokenSigner } from '../src/tokens/token-signer.ts';
import { InternalListener } from './internal-listener.ts';
import { privileges } from './privileges-file.ts';

jest.setTimeout(240_000);

const runs = 300;
const requester = 'order';
const targets = privileges.file.exchange.get(requester) ?? new Map<string, ReadonlyMap<string, readonly string[]>>();
const held = [...new Set([...targets.values()].flatMap((implications) => [...implications.keys()]))];

/** What became of the opaque token that a subject token descends from. */
const fates = {
  live: undefined,
  revoked: 'AccessToken',
  'without its grant': 'Grant',
  'without its session': 'Session',
} as const;
type Fate = keyof typeof fates;

let listener: InternalListener;
let signer: TokenSigner;
const origins = new Map<Fate, AccessTokenContent['protocol']>();

beforeAll(async () => {
  listener = await InternalListener.start();
  signer = new TokenSigner(listener.keyRing);
  for (const [fate, model] of Object.entries(fates) as [Fate, string | undefined][]) {
    const { text: jwt } = await listener.introspect(await listener.opaqueToken());
    const { protocol } = contentOf(decodeJwt(jwt));
    origins.set(fate, protocol);
    const ofPerson = sql`model = ${model ?? ''} AND payload ->> 'accountId' = ${protocol.sub}`;
    await listener.connection.drizzle.execute(sql`DELETE FROM oidc_records WHERE ${ofPerson}`);
  }
});
afterAll(() => listener.stop());

const asked = fc.constantFrom(...targets).chain(([target, implications]) =>
  fc.record({
    audience: fc.constant(privileges.file.resource_servers.get(target)?.audience ?? ''),
    scopes: fc.subarray([...new Set([...implications.values()].flat())], { minLength: 1 }),
  }),
);

/** A subject token as identity may have signed it at some time. */
const given = fc.record({
  fate: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Fate>('live') },
    fc.constantFrom(...(Object.keys(fates) as Fate[])),
  ),
  isOfOwner: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
  audience: fc.oneof(
    { weight: 4, arbitrary: fc.constant('urn:downscope:order') },
    fc.constant('urn:downscope:billing'),
  ),
  scopes: fc.subarray(held, { minLength: 1 }),
  claims: fc.dictionary(
    fc.constantFrom('customer_number', 'region', 'shoe_size'),
    fc.string({ minLength: 1, maxLength: 4 }),
  ),
  actors: fc.array(fc.constantFrom('billing', 'customer'), { maxLength: maxActors }),
  secondsLeft: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 60, max: 300 }) }, fc.integer({ min: -60, max: -1 })),
  login: fc.record({
    auth_time: fc.nat(),
    acr: fc.constantFrom('pwd', 'phr'),
    amr: fc.subarray(['pwd', 'pop', 'user'], { minLength: 1 }),
  }),
});

it('whatever is exchanged, and however its origin has ended: what comes out is of the same person and lasts no longer', async () => {
  let granted = 0;
  const property = fc.asyncProperty(given, asked, async ({ fate, isOfOwner, secondsLeft, ...token }, wanted) => {
    const { sub: owner = '', origin_jti: originJti = '' } = origins.get(fate) ?? {};
    const subject = isOfOwner ? owner : randomUUID();
    const expiresAt = nowSeconds() + secondsLeft;
    const minted = await signer.mint({ ...token, subject, clientId: 'phantom-token', originJti, expiresAt });
    const { status, text } = await listener.ask('/token', {
      ...(await listener.assertion(requester)),
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: minted.token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      audience: wanted.audience,
      scope: wanted.scopes.join(' '),
    });
    if (status !== 200) {
      mustBeRefused(status, text);
      return;
    }
    granted += 1;
    expect([fate, isOfOwner, secondsLeft > 0, token.audience]).toEqual(['live', true, true, 'urn:downscope:order']);
    const { access_token: exchanged = '' } = JSON.parse(text) as { access_token?: string };
    const { protocol, claims } = contentOf(decodeJwt(exchanged));
    expect(protocol).toMatchObject({ sub: subject, aud: wanted.audience, client_id: requester, origin_jti: originJti });
    expect(protocol).toMatchObject(token.login);
    expect(protocol.exp).toBeLessThanOrEqual(expiresAt);
    expect(protocol.scope.split(' ')).toEqual(wanted.scopes);
    expect(actorsOf(protocol.act)).toEqual([requester, ...token.actors]);
    expect(actorsOf(protocol.act).length).toBeLessThanOrEqual(maxActors);
    expect(token.claims).toMatchObject(claims);
  });
  await fc.assert(property, { numRuns: runs, seed: 8693 });
  expect(granted).toBeGreaterThan(runs / 16);
});

function mustBeRefused(status: number, text: string): void {
  expect([status, text]).toEqual([400, expect.stringMatching(/"error":"invalid_(request|target|scope)"/)]);
}
