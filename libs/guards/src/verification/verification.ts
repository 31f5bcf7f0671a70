import type { KeyObject } from 'node:crypto';
import { ClaimsPrincipal } from '../principal/claims-principal.ts';
import { bearerTokenFrom } from './bearer-token.ts';
import { InvalidToken } from './invalid-token.ts';
import { type IssuerRules, rulesFor } from './issuer-rules.ts';
import { refuseRevoked, type RevocationList } from './revocation-list.ts';
import { type SigningAlgorithm, signingAlgorithms } from './signing-algorithm.ts';
import type { SigningKeys } from './signing-keys.ts';
import { type SignedForm, strictJws } from './strict-jws.ts';
import { type VerifiedClaims, verifiedClaims } from './verified-claims.ts';

export interface TrustedIssuer extends IssuerRules {
  /** Its own: nobody else's key can sign for it. */
  readonly keys: SigningKeys;
}

type Payload = Readonly<Record<string, unknown>>;

/** What happens to an access token, step by step. Each but the last throws an InvalidToken that says why. */
export interface Verification {
  readonly bearer: (rawHeaders: readonly string[]) => string | undefined;
  readonly form: (token: string) => SignedForm<TrustedIssuer>;
  readonly key: (form: SignedForm<TrustedIssuer>) => KeyObject | Promise<KeyObject>;
  readonly signature: { readonly algorithms: readonly SigningAlgorithm[] };
  readonly claims: (payload: Payload, nowSeconds: number) => VerifiedClaims;
  /** Whether it still counts: in an API that hears of revocations. */
  readonly liveness: (claims: VerifiedClaims) => void;
  readonly principal: (payload: Payload, claims: VerifiedClaims) => ClaimsPrincipal;
}

/** The steps in their order. Each is a file of its own, but the signature: that is jsonwebtoken's, under passport-jwt. */
export function verification(issuers: ReadonlyMap<unknown, TrustedIssuer>, revocations?: RevocationList): Verification {
  return {
    bearer: (rawHeaders) => bearerTokenFrom(rawHeaders),
    form: (token) => strictJws(token, issuers),
    key: keyOf,
    signature: { algorithms: signingAlgorithms },
    claims: (payload, nowSeconds) => verifiedClaims(payload, rulesFor(payload, issuers), nowSeconds),
    liveness: (claims) => {
      refuseRevoked(claims, revocations);
    },
    principal: (payload, claims) => new ClaimsPrincipal(claims, rulesFor(payload, issuers).profile.isService(payload)),
  };
}

function keyOf(form: SignedForm<TrustedIssuer>): KeyObject | Promise<KeyObject> {
  const key = form.issuer.keys.find(form);
  return key instanceof Promise ? key.then((found) => fitting(found, form)) : fitting(key, form);
}

/**
 * An RSA signature is as long as its key (RFC 8017 section 8.1.2, step 1). OpenSSL compares numbers: there, one that begins with a zero is
 * good without it too, and the token has a second spelling.
 */
function fitting(key: KeyObject, { signatureBytes }: SignedForm<TrustedIssuer>): KeyObject {
  const { modulusLength } = key.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined && signatureBytes * 8 !== modulusLength) throw new InvalidToken('signature_wrong');
  return key;
}
