import type { TokenProfile } from '../verification/profiles/token-profile.ts';

/** Claims of RFC 9068 under the names that a kind of issuer has for them. */
export function shaped(
  { client, id, scope: scopeClaim, kind }: TokenProfile,
  { client_id: clientId, jti, scope, ...claims }: Record<string, unknown>,
): Record<string, unknown> {
  return {
    ...claims,
    [client[0]]: clientId,
    ...(id !== undefined && { [id]: jti }),
    [scopeClaim]: scope,
    ...(kind && { [kind.claim]: kind.value }),
  };
}

export function typeOf({ type }: TokenProfile): string {
  return type.test('JWT') ? 'JWT' : 'at+jwt';
}
