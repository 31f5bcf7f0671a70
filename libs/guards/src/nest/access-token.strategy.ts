import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { trace } from '@opentelemetry/api';
import type { KeyObject } from 'node:crypto';
import passport from 'passport';
import { type SecretOrKeyProvider, Strategy } from 'passport-jwt';
import { ClaimsPrincipal } from '../principal/claims-principal.ts';
import { rulesFor } from '../verification/issuer-rules.ts';
import { signingAlgorithms } from '../verification/signing-algorithm.ts';
import { strictJws } from '../verification/strict-jws.ts';
import { verifiedClaims } from '../verification/verified-claims.ts';
import { bearerToken, type NestRequest } from './request.ts';
import { spanAttributes } from './span-attributes.ts';
import { TrustedIssuers } from './trusted-issuers.ts';

/** Its own name, so that the other strategies of an application stay what they are. */
export const strategyName = 'downscope-access-token';

/** What happens to a token, in order: bearer, strict form, key, signature (jsonwebtoken's part), claims, principal. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, strategyName) {
  readonly #issuers: TrustedIssuers;

  constructor(issuers: TrustedIssuers) {
    super({
      jwtFromRequest: (request: NestRequest) => bearerToken(request) ?? null,
      secretOrKeyProvider: keyProvider(issuers),
      algorithms: [...signingAlgorithms],
      // `verifiedClaims` checks the times, as it checks the other claims, with a reason for each.
      ignoreExpiration: true,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- only its use for issuer and the like is
      jsonWebTokenOptions: { ignoreNotBefore: true },
    });
    this.#issuers = issuers;
  }

  /** Asked by the mixin, which would take the name in the registry that a whole process shares. The guard has one of its own. */
  getPassportInstance(): passport.Authenticator {
    return new passport.Passport();
  }

  validate(payload: Record<string, unknown>): ClaimsPrincipal {
    const nowSeconds = Math.floor(Date.now() / 1000);
    const issuer = rulesFor(payload, this.#issuers);
    const claims = verifiedClaims(payload, issuer, nowSeconds);
    const span = trace.getActiveSpan();
    if (span?.isRecording()) span.setAttributes(spanAttributes(claims, nowSeconds));
    return new ClaimsPrincipal(claims, issuer.profile.isService(payload));
  }
}

/** A KeyObject, which jsonwebtoken takes although passport-jwt's types know only PEM: parsed once per key, not once per request. */
function keyProvider(issuers: TrustedIssuers): SecretOrKeyProvider {
  const provider = (_: unknown, token: string, done: (error: unknown, key?: KeyObject) => void): void => {
    const jws = strictJws(token, issuers);
    const key = jws.issuer.keys.find(jws);
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
