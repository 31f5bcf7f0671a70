import { Logger } from '@nestjs/common';
import { issuerRules } from '../verification/issuer-rules.ts';
import { jwksLoader } from '../verification/jwks.ts';
import { SigningKeys } from '../verification/signing-keys.ts';
import type { TrustedIssuer } from '../verification/verification.ts';
import type { GuardsOptions, TrustedIssuerOptions } from './guards-options.ts';
import { InsecureJwksUri, isSafelyFetched } from './insecure-jwks-uri.ts';

/** Those whose tokens an API takes, by name. */
export class TrustedIssuers extends Map<unknown, TrustedIssuer> {
  /** @throws TypeError, InsecureJwksUri for options that nobody can have meant */
  static from({ audience, otherIssuers = [], ...first }: GuardsOptions): TrustedIssuers {
    const issuers = new TrustedIssuers();
    for (const options of [first, ...otherIssuers]) {
      if (issuers.has(options.issuer)) throw new TypeError(`Trusted twice: ${options.issuer}`);
      issuers.set(options.issuer, { ...issuerRules(audience, options), keys: signingKeys(options) });
    }
    return issuers;
  }
}

function signingKeys({ jwksUri, allowInsecureHttp = false }: TrustedIssuerOptions): SigningKeys {
  if (!allowInsecureHttp && !isSafelyFetched(jwksUri)) throw new InsecureJwksUri(jwksUri);
  const logger = new Logger('SigningKeys');
  return new SigningKeys({
    load: jwksLoader(jwksUri),
    onLoadFailed: (error) => {
      logger.warn({ msg: 'keys not loaded', code: 'jwks_unavailable', reason: String(error) });
    },
  });
}
