import { describe, expect, it } from '@jest/globals';
import { MalformedChallengeError, readChallenge } from './challenge.ts';

describe('a Bearer challenge', () => {
  it.each([
    ['Bearer realm="api"', { realm: 'api' }],
    ['Bearer realm=""', { realm: '' }],
    ['Bearer realm="a, b", error="invalid_token"', { realm: 'a, b', error: 'invalid_token' }],
    [
      'Bearer error="insufficient_scope", scope="a b", resource_metadata="https://api.test/x"',
      { error: 'insufficient_scope', scope: 'a b', resource_metadata: 'https://api.test/x' },
    ],
  ])('is read: %s', (header, parameters) => {
    expect(readChallenge(header)).toEqual(parameters);
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'bearer realm="api"',
    'Basic realm="api"',
    'Bearer realm=api',
    'Bearer realm="api',
    'Bearer realm="api",',
    'Bearer realm="api", ',
    'Bearer realm="api" error="invalid_token"',
    'Bearer realm="api",error="invalid_token"',
    'Bearer realm="api"; error="invalid_token"',
    'Bearer realm="api", error=invalid_token',
    'Bearer realm="api", realm="api"',
    'Bearer realm="a\\"b"',
    'Bearer realm="Zoë"',
    'Bearer realm="api", Basic realm="api"',
    'Bearer realm="api", Bearer error="invalid_token"',
  ])('is none: %j', (header) => {
    expect(() => readChallenge(header)).toThrow(MalformedChallengeError);
  });
});
