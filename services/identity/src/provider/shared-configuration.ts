import { type Configuration, errors } from 'oidc-provider';
import { config } from '../identity.config.ts';
import { CookieSignatures } from '../keys/cookie-signatures.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { lifetimeSeconds } from '../lifetimes.ts';
import { OidcAdapter } from '../storage/oidc.adapter.ts';
import { ReplayDetectionAdapter } from '../storage/replay-detection.adapter.ts';
import { secondsLeft } from '../sessions/session-lifetime.ts';
import type { UnitOfWork } from '../storage/unit-of-work.ts';
import { nowSeconds } from '../tokens/token-signer.ts';

const sessionLimits = { maxSeconds: config.SESSION_MAX_SECONDS, idleSeconds: config.SESSION_IDLE_SECONDS };

/** What both listeners have in common: issuer, keys, storage, lifetimes, and everything off that neither needs. */
export function sharedConfiguration(keyRing: KeyRing, unitOfWork: UnitOfWork): Configuration {
  const secure = config.ISSUER.startsWith('https:');
  return {
    adapter: (model: string) =>
      model === 'ReplayDetection' ? new ReplayDetectionAdapter(model, unitOfWork) : new OidcAdapter(model, unitOfWork),
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
    assertJwtClientAuthClaimsAndHeader: assertClientAssertion,
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
  pushedAuthorizationRequests: { enabled: false },
  userinfo: { enabled: false },
} satisfies Configuration['features'];

/** An assertion is for this issuer alone, by its one name, and short-lived (RFC 7523 section 3). */
function assertClientAssertion(_: unknown, claims: { aud?: unknown; exp?: unknown }): void {
  if (claims.aud !== config.ISSUER) throw new errors.InvalidClientAuth('the audience is not the issuer alone');
  if (Number(claims.exp) > nowSeconds() + lifetimeSeconds.clientAssertion) {
    throw new errors.InvalidClientAuth('the assertion lives too long');
  }
}
