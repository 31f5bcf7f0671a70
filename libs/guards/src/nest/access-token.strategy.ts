import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { trace } from '@opentelemetry/api';
import type { KeyObject } from 'node:crypto';
import { type SecretOrKeyProvider, Strategy } from 'passport-jwt';
import { ClaimsPrincipal } from '../principal/claims-principal.ts';
import { SigningKeys } from '../verification/signing-keys.ts';
import { signingAlgorithms, strictJws } from '../verification/strict-jws.ts';
import { verifiedClaims } from '../verification/verified-claims.ts';
import { GUARDS_OPTIONS, type GuardsOptions } from './guards-options.ts';
import { bearerToken, type NestRequest } from './request.ts';
import { spanAttributes } from './span-attributes.ts';

/** Its own name, so that the other strategies of an application stay what they are. */
export const strategyName = 'downscope-access-token';

/** What happens to a token, in order: bearer, strict form, key, signature (jsonwebtoken's part), claims, principal. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, strategyName) {
  readonly #expected: GuardsOptions;

  constructor(@Inject(GUARDS_OPTIONS) options: GuardsOptions, keys: SigningKeys) {
    super({
      jwtFromRequest: (request: NestRequest) => bearerToken(request) ?? null,
      secretOrKeyProvider: keyProvider(keys),
      algorithms: [...signingAlgorithms],
      // `verifiedClaims` checks the times, as it checks the other claims, with a reason for each.
      ignoreExpiration: true,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- only its use for issuer and the like is
      jsonWebTokenOptions: { ignoreNotBefore: true },
    });
    this.#expected = options;
  }

  validate(payload: Record<string, unknown>): ClaimsPrincipal {
    const nowSeconds = Math.floor(Date.now() / 1000);
    const claims = verifiedClaims(payload, this.#expected, nowSeconds);
    const span = trace.getActiveSpan();
    if (span?.isRecording()) span.setAttributes(spanAttributes(claims, nowSeconds));
    return new ClaimsPrincipal(claims);
  }
}

/** A KeyObject, which jsonwebtoken takes although passport-jwt's types know only PEM: parsed once per key, not once per request. */
function keyProvider(keys: SigningKeys): SecretOrKeyProvider {
  const provider = (_: unknown, token: string, done: (error: unknown, key?: KeyObject) => void): void => {
    const key = keys.find(strictJws(token));
    if (!(key instanceof Promise)) {
      done(null, key);
      return;
    }
    key.then((found) => {
      done(null, found);
    }, done);
  };
  return provider as SecretOrKeyProvider<unknown> as SecretOrKeyProvider;
}
