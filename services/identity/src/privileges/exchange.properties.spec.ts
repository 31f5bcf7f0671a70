import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { privileges } from '../../test/privileges-file.ts';
import { exchange, type ExchangeAllowed, type ExchangeRequest, maxActors, type Subject } from './exchange.ts';
import { impliedBy } from './implied-by.ts';
import { swap } from './swap.ts';

const { resource_servers: apis, exchange: exchanges, clients, claims } = privileges.file;
const audiences = [...apis.values()].map(({ audience }) => audience);
const scopes = [...apis.values()].flatMap((api) => [...api.scopes.keys()]);

const anyScopes = fc.uniqueArray(fc.constantFrom('openid', 'unknown', ...scopes), { maxLength: 6 });
const someClaims = fc.dictionary(fc.constantFrom('role', 'shoe_size', ...claims.keys()), fc.string({ maxLength: 3 }));
const anyRequest: fc.Arbitrary<ExchangeRequest> = fc.record({
  requester: fc.constantFrom('nobody', ...clients.keys()),
  audience: fc.constantFrom('urn:downscope:api', 'urn:downscope:nothing', ...audiences),
  scopes: anyScopes,
});
const anySubject: fc.Arbitrary<Subject> = fc.record({
  audience: fc.constantFrom('urn:downscope:api', ...audiences),
  scopes: anyScopes,
  claims: someClaims,
  actors: fc.array(fc.constantFrom(...clients.keys()), { maxLength: maxActors + 1 }),
});

/** Who may call whom, and what the file has for it: a request like that is often granted. */
const listed = [...exchanges].flatMap(([requester, targets]) =>
  [...targets].map(([target, implications]) => ({
    requester,
    audience: apis.get(target)?.audience ?? '',
    held: [...implications.keys()],
    implied: [...new Set([...implications.values()].flat())],
  })),
);
const listedRequest: fc.Arbitrary<ExchangeRequest> = fc
  .constantFrom(...listed)
  .chain(({ requester, audience, implied }) =>
    fc.subarray(implied, { minLength: 1 }).map((asked) => ({ requester, audience, scopes: asked })),
  );
const listedCase: fc.Arbitrary<readonly [Subject, ExchangeRequest]> = fc
  .constantFrom(...listed)
  .chain(({ requester, audience, held, implied }) =>
    fc.tuple(
      fc.tuple(anySubject, fc.subarray(held)).map(([subject, more]) => ({
        ...subject,
        // Now and then it stays another's.
        audience: subject.actors.length === 1 ? subject.audience : (apis.get(requester)?.audience ?? ''),
        scopes: [...new Set([...subject.scopes, ...more])],
      })),
      fc.subarray(implied, { minLength: 1 }).map((asked) => ({ requester, audience, scopes: asked })),
    ),
  );
const anyCase = fc.oneof(fc.tuple(anySubject, anyRequest), listedCase);

const runs = { numRuns: 4_000, seed: 8693 };

/** Asserts a property of every exchange that is granted, and that enough of them are for it to mean something. */
function ofEveryGranted(
  property: (subject: Subject, request: ExchangeRequest, granted: ExchangeAllowed) => void,
): void {
  let granted = 0;
  fc.assert(
    fc.property(anyCase, ([from, asked]) => {
      const decision = exchange(privileges, from, asked);
      if (!decision.allowed) return;
      granted += 1;
      property(from, asked, decision);
    }),
    runs,
  );
  expect(granted).toBeGreaterThan(runs.numRuns / 16);
}

describe('an exchange that is granted', () => {
  it('gives scopes that the held ones imply, those asked for and no other', () => {
    ofEveryGranted(({ scopes: held }, asked, { scopes: given }) => {
      expect(given).toEqual(asked.scopes);
      const [target = ''] = privileges.resourceServer(asked.audience) ?? [];
      const implications = exchanges.get(asked.requester)?.get(target) ?? new Map<string, string[]>();
      expect(held.flatMap((scope) => implications.get(scope) ?? [])).toEqual(expect.arrayContaining([...given]));
    });
  });

  it('is for the audience asked for, and each of its scopes is one of that API alone', () => {
    ofEveryGranted((_, asked, { audience, scopes: given }) => {
      expect(audience).toBe(asked.audience);
      const api = privileges.resourceServer(audience)?.[1];
      expect(given.filter((scope) => !api?.scopes.has(scope))).toEqual([]);
    });
  });

  it("has no claim that the subject's token has not, changes none, and has none that its scopes do not need", () => {
    ofEveryGranted(({ claims: held }, _, { claims: given, scopes: asked }) => {
      expect(held).toMatchObject(given);
      expect(Object.keys(given).filter((name) => !privileges.claimsOf(asked).includes(name))).toEqual([]);
    });
  });

  it('puts the requester outermost, before all who acted so far, and never makes more than four', () => {
    ofEveryGranted(({ actors }, { requester }, granted) => {
      expect(granted.actors).toEqual([requester, ...actors]);
      expect(granted.actors.length).toBeLessThanOrEqual(maxActors);
    });
  });

  it('was asked for by the audience of the token that it was made of', () => {
    ofEveryGranted(({ audience }, { requester }) => {
      expect(apis.get(requester)?.audience).toBe(audience);
    });
  });
});

it('however many exchanges follow one another, what comes out was implied by what the person gave', () => {
  let hops = 0;
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom('openid', ...[...clients.values()].flatMap((client) => client.scopes))),
      someClaims,
      fc.constantFrom(...audiences),
      fc.array(fc.oneof(anyRequest, listedRequest), { minLength: 1, maxLength: 8 }),
      (given, known, audience, asked) => {
        const first = swap(privileges, { scopes: given, claims: known }, audience);
        if (!first.allowed) return;
        let token: Subject = { ...first, actors: [] };
        for (const next of asked) {
          const decision = exchange(privileges, token, next);
          if (!decision.allowed) continue;
          hops += 1;
          expect(known).toMatchObject(decision.claims);
          token = decision;
          expect([...given, ...impliedBy(privileges, given)]).toEqual(expect.arrayContaining([...token.scopes]));
        }
      },
    ),
    runs,
  );
  expect(hops).toBeGreaterThan(runs.numRuns / 16);
});
