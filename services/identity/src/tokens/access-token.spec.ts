import { describe, expect, it } from '@jest/globals';
import { actClaim, actorsOf, contentOf, scopesOf } from './access-token.ts';

const payload = {
  iss: 'https://id.example',
  sub: '3c4f1f6e-5d0b-4a55-9b0e-6f2a8c1d7e91',
  aud: 'urn:downscope:order',
  exp: 2,
  iat: 1,
  jti: 'a',
  client_id: 'order',
  scope: 'orders_read',
};

describe('contentOf', () => {
  it('tells claims about the person from those of the protocol', () => {
    const act = { sub: 'billing', act: { sub: 'order' } };
    expect(contentOf({ ...payload, act, region: 'eu' })).toEqual({
      protocol: { ...payload, act },
      claims: { region: 'eu' },
    });
  });

  it.each([
    ['two audiences', { aud: ['urn:downscope:order', 'urn:downscope:billing'] }],
    ['no subject', { sub: undefined }],
    ['a claim that is no text', { region: { name: 'eu' } }],
    ['an actor that says more than who', { act: { sub: 'order', admin: true } }],
  ])('refuses %s', (_, change) => {
    expect(() => contentOf({ ...payload, ...change })).toThrow(/Invalid input|Unrecognized key/);
  });
});

describe('actClaim', () => {
  it.each([
    [[], undefined],
    [['order'], { sub: 'order' }],
    [['billing', 'order'], { sub: 'billing', act: { sub: 'order' } }],
  ])('nests %p, and actorsOf reads it back', (actors, act) => {
    expect(actClaim(actors)).toEqual(act);
    expect(actorsOf(act)).toEqual(actors);
  });
});

describe('scopesOf', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['a b', ['a', 'b']],
    ['a  b a', ['a', 'b']],
  ])('reads %p', (scope, scopes) => {
    expect(scopesOf(scope)).toEqual(scopes);
  });
});
