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
  /** Undefined only from an issuer whose profile has no ids. */
  readonly jti?: string;
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
 * Checks the claims of a token whose signature is good (RFC 9068 section 4). Client, id and scopes are `client_id`, `jti` and `scope`
 * from here on, wherever the issuer's kind writes them.
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
  if (profile.kind && claims[profile.kind.claim] !== profile.kind.value) throw new InvalidToken('kind_wrong');
  checkTimes(claims, expected, nowSeconds);

  const clientClaim = profile.client.find((name) => claims[name] !== undefined);
  const client = clientClaim === undefined ? undefined : claims[clientClaim];
  const id = profile.id === undefined ? claims['jti'] : claims[profile.id];
  const scope = claims[profile.scope];
  if (!isName(claims['sub'])) throw new InvalidToken('sub_malformed');
  if (!isName(client)) throw new InvalidToken('client_id_malformed');
  if (!isName(id) && (profile.id !== undefined || id !== undefined)) throw new InvalidToken('jti_malformed');
  if (scope !== undefined && !isScopeValue(scope)) throw new InvalidToken('scope_malformed');
  if (claims['act'] !== undefined && !isActor(claims['act'])) throw new InvalidToken('act_malformed');
  if (claims['acr'] !== undefined && !isName(claims['acr'])) throw new InvalidToken('acr_malformed');

  const verified: Record<string, unknown> = { ...claims, client_id: client };
  if (profile.id !== 'jti') verified['jti'] = id;
  if (profile.scope !== 'scope') verified['scope'] = scope;
  return verified as unknown as VerifiedClaims;
}

/** When the token begins and ends, and when the person logged in, where it says so (RFC 9068 section 2.2.1). */
function checkTimes(
  { exp, iat, nbf, auth_time: authTime }: Record<string, unknown>,
  { fractionalTimes, maxLifetimeSeconds }: IssuerRules,
  nowSeconds: number,
): void {
  const isTime = fractionalTimes ? isMoment : isWholeSecond;
  const latest = nowSeconds + maxSkewSeconds;
  if (!isTime(exp)) throw new InvalidToken('exp_malformed');
  if (exp <= nowSeconds) throw new InvalidToken('expired');
  if (!isTime(iat)) throw new InvalidToken('iat_malformed');
  if (iat > latest) throw new InvalidToken('iat_in_the_future');
  if (exp - iat > maxLifetimeSeconds) throw new InvalidToken('lives_too_long');
  if (nbf !== undefined) {
    if (!isTime(nbf)) throw new InvalidToken('nbf_malformed');
    if (nbf > latest) throw new InvalidToken('not_yet_valid');
  }
  if (authTime !== undefined) {
    if (!isTime(authTime)) throw new InvalidToken('auth_time_malformed');
    if (authTime > latest) throw new InvalidToken('auth_time_in_the_future');
  }
}

/** A token for us and somebody else could be used by either at the other. */
function isFor({ audience, otherAudiences }: IssuerRules, aud: unknown): boolean {
  if (!Array.isArray(aud)) return aud === audience;
  const others = aud.filter((name) => name !== audience);
  return aud.length === others.length + 1 && others.every((name: string) => otherAudiences.includes(name));
}

function isWholeSecond(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isMoment(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}
