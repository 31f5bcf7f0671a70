/** What a resource server has to know about itself and its issuer. */
export interface GuardsOptions {
  /** Compared with `iss`, never dialed. */
  readonly issuer: string;
  /** What this service is called in `aud`. */
  readonly audience: string;
  /** Where the issuer's keys are fetched; dialed, never compared. */
  readonly jwksUri: string;
  /** Shown in challenges; default: the audience. */
  readonly realm?: string;
  /** Address of this resource's metadata, shown in challenges (RFC 9728 section 5.1). */
  readonly resourceMetadata?: string;
}

export const GUARDS_OPTIONS = Symbol('GUARDS_OPTIONS');
