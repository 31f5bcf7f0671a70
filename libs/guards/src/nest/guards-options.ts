import type { InjectionToken } from '@nestjs/common';
import type { IssuerOptions } from '../verification/issuer-rules.ts';

/** An issuer whose tokens are taken, and where it publishes its keys. */
export interface TrustedIssuerOptions extends IssuerOptions {
  /** Where the issuer's keys are fetched; dialed, never compared. https, or http on 127.0.0.1. */
  readonly jwksUri: string;
  /** Lets its keys come over plain http: where something else protects the way, such as a mesh's mTLS. */
  readonly allowInsecureHttp?: boolean;
}

/** What a resource server has to know about itself and its issuer. */
export interface GuardsOptions extends TrustedIssuerOptions {
  /** What this service is called in `aud`. */
  readonly audience: string;
  /**
   * The provider that knows which tokens were revoked, a `RevocationList`, such as `Revocations` of @downscope/revocations; default: nobody
   * does, and a token is good until it ends.
   */
  readonly revocations?: InjectionToken;
  /** More issuers, each with keys and rules of its own. */
  readonly otherIssuers?: readonly TrustedIssuerOptions[];
  /** Shown in challenges; default: the audience. */
  readonly realm?: string;
  /** Address of this resource's metadata, shown in challenges (RFC 9728 section 5.1). */
  readonly resourceMetadata?: string;
}

export const GUARDS_OPTIONS = Symbol('GUARDS_OPTIONS');
