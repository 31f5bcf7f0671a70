import { InvalidToken } from './invalid-token.ts';
import { type SigningAlgorithm, signingAlgorithms } from './signing-algorithm.ts';
import { type TokenProfile, type TokenProfileName, tokenProfiles } from './token-profile.ts';

/** What an API says of an issuer that it trusts. */
export interface IssuerOptions {
  /** Compared with `iss`, never dialed. */
  readonly issuer: string;
  /** How it writes its tokens; default: as RFC 9068 says. */
  readonly profile?: TokenProfileName;
  /** What it signs with; default: PS256, ES256, RS256. */
  readonly algorithms?: readonly [SigningAlgorithm, ...SigningAlgorithm[]];
  /** The longest time from issue to expiry that is believed; default: an hour. */
  readonly maxLifetimeSeconds?: number;
  /** Names that may stand in `aud` beside this service's own; default: none, since any of them could use the token here. */
  readonly otherAudiences?: readonly string[];
}

/** What the tokens of one issuer must be like, for one service. */
export interface IssuerRules {
  readonly issuer: string;
  readonly audience: string;
  readonly profile: TokenProfile;
  readonly algorithms: readonly SigningAlgorithm[];
  readonly maxLifetimeSeconds: number;
  readonly otherAudiences: readonly string[];
}

export function issuerRules(audience: string, options: IssuerOptions): IssuerRules {
  return {
    issuer: options.issuer,
    audience,
    profile: tokenProfiles[options.profile ?? 'rfc9068'],
    algorithms: options.algorithms ?? signingAlgorithms,
    maxLifetimeSeconds: options.maxLifetimeSeconds ?? 3600,
    otherAudiences: options.otherAudiences ?? [],
  };
}

/**
 * The rules that hold for a token with these claims, be they verified or not.
 *
 * @param issuers by name
 * @throws InvalidToken when nobody of that name is trusted
 */
export function rulesFor<Rules>({ iss }: Record<string, unknown>, issuers: ReadonlyMap<unknown, Rules>): Rules {
  const rules = issuers.get(iss);
  if (!rules) throw new InvalidToken('iss_wrong');
  return rules;
}
