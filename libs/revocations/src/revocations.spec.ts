import { beforeEach, describe, expect, it } from '@jest/globals';
import { type RevocableClaims, Revocations } from './revocations.ts';

const issuer = 'https://id.test';
const lifeMs = 300_000;
const descendant: RevocableClaims = { iss: issuer, sub: 'alice', iat: 1_000, origin_jti: 'one' };

let nowMs = 0;
let revocations: Revocations;
beforeEach(() => {
  nowMs = 1_000_000;
  revocations = new Revocations(issuer, { longestLifeMs: lifeMs, mostRemembered: 3 }, () => nowMs);
});

describe('what is revoked', () => {
  it('is nothing at first', () => {
    expect(revocations.isRevoked(descendant)).toBe(false);
  });

  it.each<[string, RevocableClaims, boolean]>([
    ['a descendant of what ended', descendant, true],
    ['a descendant of something else', { ...descendant, origin_jti: 'two' }, false],
    ['a token of another issuer', { ...descendant, iss: 'https://other.test' }, false],
    ["a service's own token", { iss: issuer, sub: 'order', iat: 1_000 }, false],
  ])('is, by its origin: %s', (_, claims, isRevoked) => {
    revocations.end({ originJtis: ['zero', 'one'] });
    expect(revocations.isRevoked(claims)).toBe(isRevoked);
  });

  it.each<[string, RevocableClaims, boolean]>([
    ['a token of before', descendant, true],
    ['one of that second', { ...descendant, iat: 1_500 }, true],
    ['one of later', { ...descendant, iat: 1_501 }, false],
    ['one without origin', { iss: issuer, sub: 'alice', iat: 1_000 }, true],
    ['one that does not say when it was made', { ...descendant, iat: undefined }, false],
    ["another person's", { ...descendant, sub: 'bob' }, false],
    ['one of another issuer', { ...descendant, iss: 'https://other.test' }, false],
  ])('is, by its subject: %s', (_, claims, isRevoked) => {
    revocations.end({ subject: 'alice', issuedUpToSeconds: 1_500 });
    revocations.end({ subject: 'alice', issuedUpToSeconds: 900 }); // of before, and late
    expect(revocations.isRevoked(claims)).toBe(isRevoked);
  });
});

describe('how far it knows', () => {
  it('is not fresh before the first word', () => {
    expect(revocations.isFresh).toBe(false);
    expect(revocations.lastWordAgeMs).toBe(Infinity);
  });

  it('is fresh while the question that was answered last is younger than a second', () => {
    revocations.word(nowMs - 400);
    nowMs += 599;
    expect([revocations.isFresh, revocations.lastWordAgeMs]).toEqual([true, 999]);
    nowMs += 1;
    expect(revocations.isFresh).toBe(false);
  });

  it('does not know less by an older word that comes late', () => {
    revocations.word(nowMs);
    revocations.word(nowMs - 5_000);
    expect(revocations.lastWordAgeMs).toBe(0);
  });

  it('is not fresh while something that it missed may be alive', () => {
    revocations.missed();
    nowMs += lifeMs - 1;
    revocations.word(nowMs);
    expect(revocations.isFresh).toBe(false);
    nowMs += 1;
    expect(revocations.isFresh).toBe(true);
  });
});

describe('what is remembered', () => {
  it.each([
    ['an origin', { originJtis: ['one'] }],
    ['a subject', { subject: 'alice', issuedUpToSeconds: 1_500 }],
  ])('%s, until nothing of it can be alive', (_, tokens) => {
    revocations.end(tokens);
    nowMs += lifeMs - 1;
    revocations.word(nowMs);
    expect([revocations.remembered, revocations.isRevoked(descendant)]).toEqual([1, true]);
    nowMs += 1;
    revocations.word(nowMs);
    expect([revocations.remembered, revocations.isFresh]).toEqual([0, true]);
  });

  it('is counted from the last time that it was told', () => {
    revocations.end({ originJtis: ['one'] });
    nowMs += lifeMs - 1;
    revocations.end({ originJtis: ['one'] });
    nowMs += lifeMs - 1;
    revocations.word(nowMs);
    expect(revocations.isRevoked(descendant)).toBe(true);
  });

  it.each([
    ['origins', (name: string) => ({ originJtis: [name] })],
    ['subjects', (name: string) => ({ subject: name, issuedUpToSeconds: 1_500 })],
  ])(
    'is bounded: of more %s, the oldest is forgotten, and freshness waits until that has ended by itself',
    (_, tokens) => {
      for (const name of ['one', 'two', 'three']) {
        revocations.end(tokens(name));
        nowMs += 1;
      }
      revocations.word(nowMs);
      expect(revocations.isFresh).toBe(true);

      revocations.end(tokens('four'));
      expect(revocations.remembered).toBe(3);
      expect(revocations.isRevoked({ iss: issuer, sub: 'one', iat: 0, origin_jti: 'one' })).toBe(false);
      expect(revocations.isRevoked({ iss: issuer, sub: 'two', iat: 0, origin_jti: 'two' })).toBe(true);
      expect(revocations.isFresh).toBe(false);

      nowMs += lifeMs - 3;
      revocations.word(nowMs);
      expect(revocations.isFresh).toBe(true);
    },
  );
});
