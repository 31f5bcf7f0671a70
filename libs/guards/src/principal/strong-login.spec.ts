import { describe, expect, it } from '@jest/globals';
import { aPrincipal } from '../testing/index.ts';
import { InsufficientUserAuthentication, requireStrongLogin } from './strong-login.ts';

const now = new Date();
const seconds = Math.floor(now.getTime() / 1000);
const valid = { acr: 'phr', auth_time: seconds - 60 };

function enter(claims: Record<string, unknown>, maxAgeSeconds = 300): () => void {
  return () => {
    requireStrongLogin(aPrincipal({ claims }), maxAgeSeconds, new Date(seconds * 1000));
  };
}

describe('requireStrongLogin', () => {
  it.each([
    ['a recent login that cannot be phished', valid],
    ['one by hardware', { ...valid, acr: 'phrh' }],
    ['the last second', { ...valid, auth_time: seconds - 300 }],
    ["an issuer's clock that is ahead", { ...valid, auth_time: seconds + 5 }],
  ])('accepts %s', (_, claims) => {
    expect(enter(claims)).not.toThrow();
  });

  it.each([
    ['a second too late', { ...valid, auth_time: seconds - 301 }],
    ['a login at no time', { acr: 'phr' }],
    ['a login by password', { ...valid, acr: 'pwd' }],
    ['a login of no kind', { auth_time: valid.auth_time }],
    ['two kinds at once', { ...valid, acr: 'phr phrh' }],
    ['a client as itself', { sub: 'billing', client_id: 'billing' }],
  ])('refuses %s', (_, claims) => {
    expect(enter(claims)).toThrow(InsufficientUserAuthentication);
  });

  it('tells how to log in', () => {
    expect(new InsufficientUserAuthentication(300)).toMatchObject({
      status: 401,
      code: 'insufficient_user_authentication',
      challenge: { error: 'insufficient_user_authentication', acrValues: ['phr', 'phrh'], maxAgeSeconds: 300 },
    });
  });
});
