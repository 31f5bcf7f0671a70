import { describe, expect, it } from '@jest/globals';
import { otherIssuers } from './other-issuers.ts';

const issuer = 'https://id.example';
const jwksUri = 'https://id.example/jwks';

function problemsOf(text: string): string[] {
  const { error } = otherIssuers.safeParse(text);
  return error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];
}

describe('the setting for more issuers', () => {
  it.each([
    ['none', []],
    ['one', [{ issuer, jwksUri }]],
    [
      'several',
      [
        { issuer, jwksUri },
        { issuer: 'https://other.example', jwksUri },
      ],
    ],
    ['one of another kind', [{ issuer, jwksUri, profile: 'keycloak' }]],
    ['one on this machine', [{ issuer, jwksUri: 'http://127.0.0.1:4000/jwks' }]],
    ['one on this machine by IPv6', [{ issuer, jwksUri: 'http://[::1]/jwks' }]],
  ])('takes %s', (_, list) => {
    expect(otherIssuers.parse(JSON.stringify(list))).toEqual(list);
  });

  it.each([
    ['no JSON', 'https://id.example', /^ must be a JSON list/],
    ['no list', JSON.stringify({ issuer, jwksUri }), /^ .*expected array/],
    ['an issuer without keys', JSON.stringify([{ issuer }]), /^0\.jwksUri /],
    ['keys of nobody', JSON.stringify([{ jwksUri }]), /^0\.issuer /],
    ['a name that is no address', JSON.stringify([{ issuer: 'id', jwksUri }]), /^0\.issuer /],
    ['a rule that it does not know', JSON.stringify([{ issuer, jwksUri, audience: '*' }]), /^0 .*"audience"/],
    ['a kind that it does not know', JSON.stringify([{ issuer, jwksUri, profile: 'okta' }]), /^0\.profile /],
    ['the bad one of two', JSON.stringify([{ issuer, jwksUri }, { issuer }]), /^1\.jwksUri /],
    ...[
      'http://id.example/jwks',
      'http://127.0.0.1.evil.example/jwks',
      'http://127.0.0.1@evil.example/jwks',
      'file:///etc/jwks',
    ].map((address): [string, string, RegExp] => [
      `keys from ${address}`,
      JSON.stringify([{ issuer, jwksUri: address }]),
      /^0\.jwksUri must be https/,
    ]),
  ])('names %s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(problem)]);
  });
});
