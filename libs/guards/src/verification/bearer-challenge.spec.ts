import { describe, expect, it } from '@jest/globals';
import { bearerChallenge } from './bearer-challenge.ts';

describe('bearerChallenge', () => {
  it('has no error code when there was no token', () => {
    expect(bearerChallenge({ realm: 'api' })).toBe('Bearer realm="api"');
  });

  it('names the error, the scopes needed and where to learn more', () => {
    const challenge = bearerChallenge({
      realm: 'api',
      error: 'insufficient_scope',
      scope: ['orders_read', 'orders_write'],
      resourceMetadata: 'https://api.test/.well-known/oauth-protected-resource',
    });
    expect(challenge).toBe(
      'Bearer realm="api", error="insufficient_scope", scope="orders_read orders_write", ' +
        'resource_metadata="https://api.test/.well-known/oauth-protected-resource"',
    );
  });

  it('names the login needed, even one of this very moment', () => {
    const challenge = bearerChallenge({
      realm: 'api',
      error: 'insufficient_user_authentication',
      acrValues: ['phr', 'phrh'],
      maxAgeSeconds: 0,
    });
    expect(challenge).toBe(
      'Bearer realm="api", error="insufficient_user_authentication", acr_values="phr phrh", max_age="0"',
    );
  });

  it('names the trace that the log tells more about', () => {
    expect(bearerChallenge({ realm: 'api', traceId: '0af7651916cd43dd8448eb211c80319c' })).toBe(
      'Bearer realm="api", trace_id="0af7651916cd43dd8448eb211c80319c"',
    );
  });

  it('escapes what would end the quoted text', () => {
    expect(bearerChallenge({ realm: String.raw`the "api\1"` })).toBe(String.raw`Bearer realm="the \"api\\1\""`);
  });

  it.each(['api\r\nSet-Cookie: a=b', 'caf\u00e9', 'a\u0000b'])('refuses %j', (realm) => {
    expect(() => bearerChallenge({ realm })).toThrow(RangeError);
    expect(() => bearerChallenge({ realm })).toThrow(/ASCII/);
  });
});
