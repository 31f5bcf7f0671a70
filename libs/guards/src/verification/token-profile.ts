/** How a kind of issuer writes its access tokens, where kinds differ. */
export interface TokenProfile {
  /** The header's `typ`. */
  readonly type: RegExp;
  /** The claim that names the client. */
  readonly client: 'client_id' | 'azp';
  /** A `typ` among the claims, where the header's alone does not tell an access token from others of its issuer. */
  readonly kind?: string;
}

/** `rfc9068` is the standard (RFC 9068 section 2). Keycloak calls all its tokens JWT, and says in a claim which one is for an API. */
export const tokenProfiles = {
  rfc9068: { type: /^(?:application\/)?at\+jwt$/i, client: 'client_id' },
  keycloak: { type: /^JWT$/i, client: 'azp', kind: 'Bearer' },
} satisfies Record<string, TokenProfile>;

export type TokenProfileName = keyof typeof tokenProfiles;
