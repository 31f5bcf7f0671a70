import { describe, expect, it } from '@jest/globals';
import { PolicyConflict, PolicyOnClass, PrincipalOutsideRoute, RouteWithoutPolicy } from '../src/nest/policy.errors.ts';
import { InsufficientScope, MissingClaim } from '../src/principal/forbidden.ts';
import { InsufficientUserAuthentication } from '../src/principal/strong-login.ts';
import { InvalidToken } from '../src/verification/invalid-token.ts';
import { KeysUnavailable } from '../src/verification/keys-unavailable.ts';
import { MissingToken } from '../src/verification/missing-token.ts';

describe('what the guard refuses with', () => {
  it.each([
    ['MissingToken', new MissingToken(), 401, 'missing_token', 'missing_token'],
    ['InvalidToken', new InvalidToken('expired'), 401, 'invalid_token', 'expired'],
    ['InsufficientScope', new InsufficientScope(['a', 'b']), 403, 'insufficient_scope', 'needs scope a b'],
    ['MissingClaim', new MissingClaim('region'), 403, 'missing_claim', 'needs claim region'],
    [
      'InsufficientUserAuthentication',
      new InsufficientUserAuthentication(300),
      401,
      'insufficient_user_authentication',
      'needs strong login within 300 s',
    ],
    ['KeysUnavailable', new KeysUnavailable(5), 503, 'keys_unavailable', 'keys_unavailable'],
  ])('%s: a status, a code, a reason for the log, and a sentence for the caller', (name, refusal, ...expected) => {
    const [status, code, reason] = expected;
    expect(refusal).toMatchObject({ name, status, code, reason });
    expect(refusal.message).toMatch(/^[A-Z].*\.$/);
    expect(refusal.message).not.toContain(reason);
  });
});

describe('what stops a boot', () => {
  it.each([
    ['RouteWithoutPolicy', new RouteWithoutPolicy(['A.list', 'B.list']), 'route_without_policy', 'A.list, B.list'],
    ['PrincipalOutsideRoute', new PrincipalOutsideRoute(['A.on', 'B.on']), 'principal_outside_route', 'A.on, B.on'],
    ['PolicyOnClass', new PolicyOnClass('A'), 'policy_on_class', 'class A'],
    ['PolicyConflict', new PolicyConflict('A.list'), 'policy_conflict', 'A.list'],
  ])('%s: a code, and a sentence that names where', (name, error, code, where) => {
    expect(error).toMatchObject({ name, code });
    expect(error.message).toContain(where);
  });
});
