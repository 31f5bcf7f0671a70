/** How a kind of issuer writes its access tokens, where kinds differ. */
export interface TokenProfile {
  /** The header's `typ`; the empty text where there is none. */
  readonly type: RegExp;
  /** Header parameters that may come along: they are not read (RFC 7515 section 4). */
  readonly headerParameters: readonly string[];
  /** Where the client stands: the first of these claims that is there. */
  readonly client: readonly [string, ...string[]];
  /** Where the token's id stands; undefined where tokens of this kind have none. */
  readonly id: string | undefined;
  /** Where the scopes stand. */
  readonly scope: string;
  /** A claim that tells access tokens from others of the same issuer, where `typ` and `aud` do not. */
  readonly kind?: { readonly claim: string; readonly value: string };
  /** Audiences that this kind of issuer adds by itself. */
  readonly otherAudiences: (issuer: string) => readonly string[];
  /** The longest time from issue to expiry that it issues without being told to. */
  readonly maxLifetimeSeconds: number;
  /** Whether these claims, as they stand in the token, are of a client that acts as itself: no person is behind it. */
  readonly isService: (claims: Readonly<Record<string, unknown>>) => boolean;
}
