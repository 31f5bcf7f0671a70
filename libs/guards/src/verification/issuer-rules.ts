import { InvalidToken } from './invalid-token.ts';
import type { TokenProfile } from './profiles/token-profile.ts';
import { type TokenProfileName, tokenProfiles } from './profiles/token-profiles.ts';
import { type SigningAlgorithm, signingAlgorithms } from './signing-algorithm.ts';

/** What an API says of an issuer that it trusts. */
export interface IssuerOptions {
  /** Compared with `iss`, never dialed. */
  readonly issuer: string;
  /** How it writes its tokens; default: as RFC 9068 says. */
  readonly profile?: TokenProfileName;
  /** What it signs with; default: PS256, ES256, RS256. */
  readonly algorithms?: readonly [SigningAlgorithm, ...SigningAlgorithm[]];
  /** The longest time from issue to expiry that is believed; default: the profile's, an hour for `rfc9068`. */
  readonly maxLifetimeSeconds?: number;
  /** Names that may stand in `aud` beside this service's own; default: none, since any of them could use the token here. */
  readonly otherAudiences?: readonly string[];
  /** Header parameters that may come along unread, beside the profile's: `cty`, `x5t`; none that brings a key, and never `crit`. */
  readonly headerParameters?: readonly string[];
  /** Whether times may have a fraction (RFC 7519 section 2); default: no, since readers round them differently. */
  readonly fractionalTimes?: boolean;
}

/** What the tokens of one issuer must be like, for one service. */
export interface IssuerRules {
  readonly issuer: string;
  readonly audience: string;
  readonly profile: TokenProfile;
  readonly algorithms: readonly SigningAlgorithm[];
  readonly maxLifetimeSeconds: number;
  readonly otherAudiences: readonly string[];
  readonly headerParameters: ReadonlySet<string>;
  readonly fractionalTimes: boolean;
}

/** By these a token would bring its own key, or say where to fetch it (RFC 8725 section 3.10). */
export const keyParameters: ReadonlySet<string> = new Set(['jwk', 'jku', 'x5c', 'x5u']);

/** @throws TypeError for a header parameter that no rule can allow */
export function issuerRules(audience: string, options: IssuerOptions): IssuerRules {
  const profile: TokenProfile = tokenProfiles[options.profile ?? 'rfc9068'];
  const { headerParameters = [] } = options;
  const never = headerParameters.filter((name) => keyParameters.has(name) || name === 'crit');
  if (never.length > 0) throw new TypeError(`headerParameters cannot allow ${never.join(', ')}`);
  return {
    issuer: options.issuer,
    audience,
    profile,
    algorithms: options.algorithms ?? signingAlgorithms,
    maxLifetimeSeconds: options.maxLifetimeSeconds ?? profile.maxLifetimeSeconds,
    otherAudiences: [...profile.otherAudiences(options.issuer), ...(options.otherAudiences ?? [])],
    headerParameters: new Set(['alg', 'kid', 'typ', ...profile.headerParameters, ...headerParameters]),
    fractionalTimes: options.fractionalTimes ?? false,
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
