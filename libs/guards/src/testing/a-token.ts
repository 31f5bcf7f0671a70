import { randomUUID } from 'node:crypto';
import { ClaimsPrincipal } from '../principal/claims-principal.ts';
import { issuerRules } from '../verification/issuer-rules.ts';
import { type TokenProfileName, tokenProfiles } from '../verification/profiles/token-profiles.ts';
import { verifiedClaims } from '../verification/verified-claims.ts';
import { shaped, typeOf } from './shaped.ts';
import { TestKey } from './test-key.ts';

export const testIssuer = 'https://id.test';
export const testAudience = 'urn:test:api';

/** What a test wants its token to say; the rest is that of a person's valid one, issued now. */
export interface TokenOptions {
  readonly issuer?: string;
  /** How the issuer writes its tokens; default: as RFC 9068 says. */
  readonly profile?: TokenProfileName;
  readonly audience?: string;
  /** Default: some person. */
  readonly subject?: string;
  /** Default: the outermost actor, or a client called `walkthrough`. */
  readonly clientId?: string;
  readonly scopes?: readonly string[];
  /** The services that the token went through, outermost first. */
  readonly actors?: readonly string[];
  readonly secondsToLive?: number;
  /** Claims as they stand in the token, over all of the above; undefined leaves one out. */
  readonly claims?: Record<string, unknown>;
}

export interface SigningOptions {
  /** Header parameters over the usual ones; undefined leaves one out. */
  readonly header?: Record<string, unknown>;
  /** Default: `testKey()`, which a `JwksServer` publishes unless told otherwise. */
  readonly key?: TestKey;
}

let key: TestKey | undefined;

/** The key that tokens are signed with unless a test says otherwise; one for the process, because an RSA key takes its time. */
export function testKey(): TestKey {
  return (key ??= new TestKey());
}

/** A signed access token, as the identity server would issue it to this service. */
export function aToken({ header, key: signer = testKey(), ...claims }: TokenOptions & SigningOptions = {}): string {
  const typ = typeOf(tokenProfiles[claims.profile ?? 'rfc9068']);
  return signer.sign({ alg: signer.algorithm, typ, kid: signer.kid, ...header }, claimsOf(claims));
}

/** Who that token stands for: what a policy's spec needs, without any key. */
export function aPrincipal(options: TokenOptions = {}): ClaimsPrincipal {
  const { issuer = testIssuer, audience = testAudience, profile = 'rfc9068' } = options;
  const rules = issuerRules(audience, { issuer, profile, maxLifetimeSeconds: Infinity });
  const claims = claimsOf(options);
  return new ClaimsPrincipal(verifiedClaims(claims, rules, seconds()), rules.profile.isService(claims));
}

export function claimsOf(options: TokenOptions): Record<string, unknown> {
  const { actors = [], scopes = [], secondsToLive = 60 } = options;
  const act = actors.reduceRight<object | undefined>(
    (inner, sub) => ({ sub, ...(inner && { act: inner }) }),
    undefined,
  );
  const claims = {
    iss: options.issuer ?? testIssuer,
    sub: options.subject ?? '3c4f1f6e-5d0b-4a55-9b0e-6f2a8c1d7e91',
    aud: options.audience ?? testAudience,
    exp: seconds() + secondsToLive,
    iat: seconds(),
    jti: randomUUID(),
    client_id: options.clientId ?? actors[0] ?? 'walkthrough',
    scope: scopes.join(' '),
    act,
  };
  const said = { ...shaped(tokenProfiles[options.profile ?? 'rfc9068'], claims), ...options.claims };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
