import { type Actor, isActor } from './actors.ts';
import { InvalidToken } from './invalid-token.ts';
import type { IssuerRules } from './issuer-rules.ts';
import { isName } from './name.ts';
import { isScopeValue } from './scope.ts';

/** The claims of an access token (RFC 9068 section 2.2) whose signature and content were checked. */
export interface VerifiedClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly jti: string;
  readonly client_id: string;
  readonly scope?: string;
  readonly act?: Actor;
  readonly auth_time?: number;
  readonly acr?: string;
  readonly [name: string]: unknown;
}

/** How far the issuer's clock may be ahead of ours. Expiry has no such grace: a token never lives longer than it says. */
const maxSkewSeconds = 5;

/**
 * Checks the claims of a token whose signature is good (RFC 9068 section 4). The client is `client_id` from here on.
 *
 * @throws InvalidToken
 */
export function verifiedClaims(
  claims: Record<string, unknown>,
  expected: IssuerRules,
  nowSeconds: number,
): VerifiedClaims {
  const { profile } = expected;
  if (claims['iss'] !== expected.issuer) throw new InvalidToken('iss_wrong');
  if (!isFor(expected, claims['aud'])) throw new InvalidToken('aud_wrong');
  if (profile.kind !== undefined && claims['typ'] !== profile.kind) throw new InvalidToken('type_wrong');

  if (!isTime(claims['exp'])) throw new InvalidToken('exp_malformed');
  if (claims['exp'] <= nowSeconds) throw new InvalidToken('expired');
  if (!isTime(claims['iat'])) throw new InvalidToken('iat_malformed');
  if (claims['iat'] > nowSeconds + maxSkewSeconds) throw new InvalidToken('iat_in_the_future');
  if (claims['exp'] - claims['iat'] > expected.maxLifetimeSeconds) throw new InvalidToken('lives_too_long');
  if (claims['nbf'] !== undefined) {
    if (!isTime(claims['nbf'])) throw new InvalidToken('nbf_malformed');
    if (claims['nbf'] > nowSeconds + maxSkewSeconds) throw new InvalidToken('not_yet_valid');
  }

  if (!isName(claims['sub'])) throw new InvalidToken('sub_malformed');
  if (!isName(claims[profile.client])) throw new InvalidToken('client_id_malformed');
  if (!isName(claims['jti'])) throw new InvalidToken('jti_malformed');
  if (claims['scope'] !== undefined && !isScopeValue(claims['scope'])) throw new InvalidToken('scope_malformed');
  if (claims['act'] !== undefined && !isActor(claims['act'])) throw new InvalidToken('act_malformed');
  checkLogin(claims, nowSeconds);
  return { ...claims, client_id: claims[profile.client] } as unknown as VerifiedClaims;
}

/** When and how the person logged in, where the token says so (RFC 9068 section 2.2.1). */
function checkLogin({ auth_time, acr }: Record<string, unknown>, nowSeconds: number): void {
  if (auth_time !== undefined) {
    if (!isTime(auth_time)) throw new InvalidToken('auth_time_malformed');
    if (auth_time > nowSeconds + maxSkewSeconds) throw new InvalidToken('auth_time_in_the_future');
  }
  if (acr !== undefined && !isName(acr)) throw new InvalidToken('acr_malformed');
}

/** A token for us and somebody else could be used by either at the other. */
function isFor({ audience, otherAudiences }: IssuerRules, aud: unknown): boolean {
  if (!Array.isArray(aud)) return aud === audience;
  const others = aud.filter((name) => name !== audience);
  return aud.length === others.length + 1 && others.every((name: string) => otherAudiences.includes(name));
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
