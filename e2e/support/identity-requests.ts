import type { Secret } from './secret.ts';

/** What services ask of identity, as forms without the client's own authentication. */
export interface Narrower {
  readonly audience: string;
  readonly scopes: readonly string[];
}

/** RFC 7662, with the audience that the JWT of the answer is for. */
export function introspection(opaqueToken: Secret, audience: string): Record<string, string> {
  return { token: opaqueToken.reveal(), audience };
}

/** RFC 8693 section 2.1. */
export function tokenExchange(subjectToken: Secret, { audience, scopes }: Narrower): Record<string, string> {
  return {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: subjectToken.reveal(),
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    audience,
    ...scopeOf(scopes),
  };
}

/** RFC 6749 section 4.4.2. */
export function clientCredentials({ audience, scopes }: Narrower): Record<string, string> {
  return { grant_type: 'client_credentials', audience, ...scopeOf(scopes) };
}

/** Whoever asks for none leaves it out: an empty one is none (RFC 6749 section 3.3). */
function scopeOf(scopes: readonly string[]): Record<string, string> {
  return scopes.length > 0 ? { scope: scopes.join(' ') } : {};
}
