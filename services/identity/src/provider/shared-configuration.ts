import { type Configuration, errors } from 'oidc-provider';
import { config } from '../identity.config.ts';
import { CookieSignatures } from '../keys/cookie-signatures.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { lifetimeSeconds } from '../lifetimes.ts';
import { sessionLimits } from '../sessions/session.config.ts';
import { secondsLeft } from '../sessions/session-lifetime.ts';
import { adapters } from '../storage/adapters.ts';
import type { UnitOfWork } from '../storage/unit-of-work.ts';
import { TokenIdMac } from '../tokens/token-id-mac.ts';
import { nowSeconds } from '../tokens/token-signer.ts';

interface AssertionClaims {
  readonly aud?: unknown;
  readonly exp?: unknown;
  readonly iat?: unknown;
}

const reusableSeconds = 60;
const clockSkewSeconds = 5;

/** What both listeners have in common: issuer, keys, storage, lifetimes, and everything off that neither needs. */
export function sharedConfiguration(keyRing: KeyRing, unitOfWork: UnitOfWork): Configuration {
  const secure = config.ISSUER.startsWith('https:');
  return {
    adapter: adapters(unitOfWork, new TokenIdMac(keyRing)),
    jwks: { keys: keyRing.publishedKeys().map(({ privateJwk }) => privateJwk) },
    cookies: {
      keys: new CookieSignatures(keyRing),
      names: {
        session: secure ? '__Host-session' : 'session',
        interaction: 'interaction',
        resume: 'interaction_resume',
      },
    },
    scopes: ['openid'],
    responseTypes: ['code'],
    clientDefaults: { id_token_signed_response_alg: 'PS256' },
    enabledJWA: { idTokenSigningAlgValues: ['PS256'], clientAuthSigningAlgValues: ['PS256'] },
    allowOmittingSingleRegisteredRedirectUri: false,
    clientBasedCORS: () => false,
    expiresWithSession: () => true,
    assertJwtClientAuthClaimsAndHeader: (_, claims, header) => {
      assertClientAssertion(claims, header);
      if (mayComeAgain(claims)) unitOfWork.assertionMayComeAgain();
    },
    ttl: {
      AccessToken: lifetimeSeconds.opaqueToken,
      AuthorizationCode: lifetimeSeconds.authorizationCode,
      // A grant hangs on the session that it was made in.
      Grant: sessionLimits.maxSeconds,
      IdToken: lifetimeSeconds.idToken,
      Interaction: lifetimeSeconds.interaction,
      Session: (_, { loginTs }) => secondsLeft(loginTs, nowSeconds(), sessionLimits),
    },
  };
}

/** Off on both listeners. */
export const featuresOff = {
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  userinfo: { enabled: false },
} satisfies Configuration['features'];

/**
 * An assertion is for this issuer alone, by its one name, issued before it comes, and short-lived (RFC 7523 section 3). Nothing in its
 * header is critical: no extension is understood here, and a JWT has no unencoded payload (RFC 7515 section 4.1.11, RFC 7797 section 7).
 */
function assertClientAssertion(claims: AssertionClaims, header: { readonly crit?: unknown }): void {
  if (header.crit !== undefined) throw new errors.InvalidClientAuth('a header is critical');
  if (claims.aud !== config.ISSUER) throw new errors.InvalidClientAuth('the audience is not the issuer alone');
  if (Number(claims.exp) > nowSeconds() + lifetimeSeconds.clientAssertion) {
    throw new errors.InvalidClientAuth('the assertion lives too long');
  }
  if (claims.iat !== undefined && !(Number(claims.iat) <= nowSeconds() + clockSkewSeconds)) {
    throw new errors.InvalidClientAuth('the assertion was issued in the future');
  }
}

/**
 * One that lives a minute at most, from its issue to its end, may come again: to remember each would be a row in the database for
 * every call. It says itself when it was issued, and is signed (docs/adr).
 */
function mayComeAgain({ iat, exp }: AssertionClaims): boolean {
  return typeof iat === 'number' && Number(exp) - iat <= reusableSeconds;
}
