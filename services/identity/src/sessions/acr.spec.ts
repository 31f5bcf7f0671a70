import { describe, expect, it } from '@jest/globals';
import { acrsAsked, areUnderstood, canBeMet, needsPasskey } from './acr.ts';

const essential = (acr: object) => JSON.stringify({ id_token: { acr: { essential: true, ...acr } } });

describe('what a client asks of a login', () => {
  it.each([
    ['nothing', {}, [], false, true],
    ['acr_values', { acr_values: 'phr phrh' }, ['phr', 'phrh'], true, true],
    ['either', { acr_values: 'phr pwd' }, ['phr', 'pwd'], false, true],
    ['what nobody has', { acr_values: 'phrh' }, ['phrh'], false, false],
    ['an essential acr', { claims: essential({ value: 'phr' }) }, ['phr'], true, true],
    ['one of several', { claims: essential({ values: ['phrh', 'pwd'] }) }, ['phrh', 'pwd'], false, true],
    ['another claim', { claims: '{"id_token":{"auth_time":null}}' }, [], false, true],
  ])('%s', (_, params, asked, passkey, possible) => {
    expect(acrsAsked(params)).toEqual(asked);
    expect(needsPasskey(asked)).toBe(passkey);
    expect(canBeMet(asked)).toBe(possible);
  });
});

describe('claims', () => {
  it.each([{}, { userinfo: {} }, { id_token: null }, { id_token: { acr: null, email: 5 } }, { id_token: { acr: {} } }])(
    'are understood: %j',
    (claims) => {
      expect(areUnderstood(claims)).toBe(true);
    },
  );

  it.each([
    { acr: 'phr' },
    { acr: ['phr'] },
    { acr: { value: 5 } },
    { acr: { values: 'phr' } },
    { acr: { values: [5] } },
  ])('are not where they ask for %j', (id_token) => {
    expect(areUnderstood({ id_token })).toBe(false);
  });
});
