import { Logger } from '@nestjs/common';
import { type IssuerRules, issuerRules } from '../verification/issuer-rules.ts';
import { jwksLoader } from '../verification/jwks.ts';
import { SigningKeys } from '../verification/signing-keys.ts';
import type { GuardsOptions } from './guards-options.ts';

export interface TrustedIssuer extends IssuerRules {
  /** Its own: nobody else's key can sign for it. */
  readonly keys: SigningKeys;
}

/** Those whose tokens an API takes, by name. */
export class TrustedIssuers extends Map<unknown, TrustedIssuer> {
  static from({ audience, otherIssuers = [], ...first }: GuardsOptions): TrustedIssuers {
    const issuers = new TrustedIssuers();
    for (const options of [first, ...otherIssuers]) {
      if (issuers.has(options.issuer)) throw new TypeError(`Trusted twice: ${options.issuer}`);
      issuers.set(options.issuer, { ...issuerRules(audience, options), keys: signingKeys(options.jwksUri) });
    }
    return issuers;
  }
}

function signingKeys(jwksUri: string): SigningKeys {
  const logger = new Logger('SigningKeys');
  return new SigningKeys({
    load: jwksLoader(jwksUri),
    onLoadFailed: (error) => {
      logger.warn({ msg: 'keys not loaded', code: 'jwks_unavailable', reason: String(error) });
    },
  });
}
