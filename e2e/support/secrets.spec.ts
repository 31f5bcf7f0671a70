import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { Secrets } from './secrets.ts';

const opaque = 'w8Jc0sQ2kzvT5mYp7LrN4xHbG9dFaE1u';
const jwt = `eyJhbGciOiJQUzI1NiJ9.eyJzdWIiOiJ4In0.${'s'.repeat(40)}`;

describe('Secrets', () => {
  const secrets = new Secrets();
  const token = secrets.remember('opaque token', opaque);

  it.each([
    ['a secret of the run', `x=${opaque};`, ['opaque token at 2']],
    ['a JWT that nobody remembered', `"authorization":"Bearer ${jwt}"`, ['JWT at 24']],
    ['both', `${opaque} ${jwt}`, ['opaque token at 0', 'JWT at 33']],
    ['neither', 'eyJ, a digest 9f86d081884c7d659a2feaa0c55ad015 and a.b.c', []],
  ])('finds %s', (_, text, found) => {
    expect(secrets.foundIn(text)).toEqual(found);
  });

  it('gives the same secret for the same value, and knows its kinds', () => {
    expect(secrets.remember('opaque token', opaque)).toBe(token);
    expect(secrets.kinds).toEqual(['opaque token']);
  });

  it('prints no secret', () => {
    expect([String(token), JSON.stringify({ token }), inspect({ token })].join()).not.toContain(opaque);
    expect(token.reveal()).toBe(opaque);
  });
});
