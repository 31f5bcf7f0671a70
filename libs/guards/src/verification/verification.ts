import type { KeyObject } from 'node:crypto';
import { ClaimsPrincipal } from '../principal/claims-principal.ts';
import { bearerTokenFrom } from './bearer-token.ts';
import { type IssuerRules, rulesFor } from './issuer-rules.ts';
import { type SigningAlgorithm, signingAlgorithms } from './signing-algorithm.ts';
import type { SigningKeys } from './signing-keys.ts';
import { type JoseHeader, strictJws } from './strict-jws.ts';
import { type VerifiedClaims, verifiedClaims } from './verified-claims.ts';

export interface TrustedIssuer extends IssuerRules {
  /** Its own: nobody else's key can sign for it. */
  readonly keys: SigningKeys;
}

type Payload = Readonly<Record<string, unknown>>;

/** A token of good form, and whose it claims to be. */
type SignedForm = JoseHeader & { readonly issuer: TrustedIssuer };

/** What happens to an access token, step by step. Each but the last throws an InvalidToken that says why. */
export interface Verification {
  readonly bearer: (rawHeaders: readonly string[]) => string | undefined;
  readonly form: (token: string) => SignedForm;
  readonly key: (form: SignedForm) => KeyObject | Promise<KeyObject>;
  readonly signature: { readonly algorithms: readonly SigningAlgorithm[] };
  readonly claims: (payload: Payload, nowSeconds: number) => VerifiedClaims;
  readonly principal: (payload: Payload, claims: VerifiedClaims) => ClaimsPrincipal;
}

/** The steps in their order. Each is a file of its own, but the signature: that is jsonwebtoken's, under passport-jwt. */
export function verification(issuers: ReadonlyMap<unknown, TrustedIssuer>): Verification {
  return {
    bearer: (rawHeaders) => bearerTokenFrom(rawHeaders),
    form: (token) => strictJws(token, issuers),
    key: (form) => form.issuer.keys.find(form),
    signature: { algorithms: signingAlgorithms },
    claims: (payload, nowSeconds) => verifiedClaims(payload, rulesFor(payload, issuers), nowSeconds),
    principal: (payload, claims) => new ClaimsPrincipal(claims, rulesFor(payload, issuers).profile.isService(payload)),
  };
}
