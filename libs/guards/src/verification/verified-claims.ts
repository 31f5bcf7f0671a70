import { type Actor, isActor } from './actors.ts';
import { InvalidToken } from './invalid-token.ts';
import { isScopeValue } from './scope.ts';

/** The claims of an access token (RFC 9068 section 2.2) whose signature and content were checked. */
export interface VerifiedClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | readonly [string];
  readonly exp: number;
  readonly iat: number;
  readonly jti: string;
  readonly client_id: string;
  readonly scope?: string;
  readonly act?: Actor;
  readonly [name: string]: unknown;
}

export interface Expected {
  readonly issuer: string;
  readonly audience: string;
}

/** How far the issuer's clock may be ahead of ours. Expiry has no such grace: a token never lives longer than it says. */
const maxSkewSeconds = 5;

/**
 * Checks the claims of a token whose signature is good (RFC 9068 section 4).
 *
 * @throws InvalidToken
 */
export function verifiedClaims(
  claims: Record<string, unknown>,
  expected: Expected,
  nowSeconds: number,
): VerifiedClaims {
  if (claims['iss'] !== expected.issuer) throw new InvalidToken('iss_wrong');
  if (!isOnly(expected.audience, claims['aud'])) throw new InvalidToken('aud_wrong');

  if (!isTime(claims['exp'])) throw new InvalidToken('exp_malformed');
  if (claims['exp'] <= nowSeconds) throw new InvalidToken('expired');
  if (!isTime(claims['iat'])) throw new InvalidToken('iat_malformed');
  if (claims['iat'] > nowSeconds + maxSkewSeconds) throw new InvalidToken('iat_in_the_future');
  if (claims['nbf'] !== undefined) {
    if (!isTime(claims['nbf'])) throw new InvalidToken('nbf_malformed');
    if (claims['nbf'] > nowSeconds + maxSkewSeconds) throw new InvalidToken('not_yet_valid');
  }

  if (!isText(claims['sub'])) throw new InvalidToken('sub_malformed');
  if (!isText(claims['client_id'])) throw new InvalidToken('client_id_malformed');
  if (!isText(claims['jti'])) throw new InvalidToken('jti_malformed');
  if (claims['scope'] !== undefined && !isScopeValue(claims['scope'])) throw new InvalidToken('scope_malformed');
  if (claims['act'] !== undefined && !isActor(claims['act'])) throw new InvalidToken('act_malformed');
  return claims as unknown as VerifiedClaims;
}

/** A token for us and somebody else could be used by either at the other. */
function isOnly(audience: string, aud: unknown): boolean {
  return aud === audience || (Array.isArray(aud) && aud.length === 1 && aud[0] === audience);
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
