import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { trace } from '@opentelemetry/api';
import type { KeyObject } from 'node:crypto';
import passport from 'passport';
import { type SecretOrKeyProvider, Strategy } from 'passport-jwt';
import type { ClaimsPrincipal } from '../principal/claims-principal.ts';
import type { RevocationList } from '../verification/revocation-list.ts';
import { type Verification, verification } from '../verification/verification.ts';
import { type NestRequest, rawHeadersOf } from './request.ts';
import { spanAttributes } from './span-attributes.ts';
import { TrustedIssuers } from './trusted-issuers.ts';

/** Its own name, so that the other strategies of an application stay what they are. */
export const strategyName = 'downscope-access-token';

/** Has passport-jwt take a token through the steps of `verification`, and to jsonwebtoken between them. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, strategyName) {
  readonly #steps: Verification;

  constructor(issuers: TrustedIssuers, revocations?: RevocationList) {
    const steps = verification(issuers, revocations);
    super({
      jwtFromRequest: (request: NestRequest) => steps.bearer(rawHeadersOf(request)) ?? null,
      secretOrKeyProvider: keyProvider((token) => steps.key(steps.form(token))),
      algorithms: [...steps.signature.algorithms],
      // The step `claims` checks the times, as it checks the other claims, with a reason for each.
      ignoreExpiration: true,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- only its use for issuer and the like is
      jsonWebTokenOptions: { ignoreNotBefore: true },
    });
    this.#steps = steps;
  }

  /** Asked by the mixin, which would take the name in the registry that a whole process shares. The guard has one of its own. */
  getPassportInstance(): passport.Authenticator {
    return new passport.Passport();
  }

  validate(payload: Record<string, unknown>): ClaimsPrincipal {
    const nowSeconds = Math.floor(Date.now() / 1000);
    const claims = this.#steps.claims(payload, nowSeconds);
    const span = trace.getActiveSpan();
    if (span?.isRecording()) span.setAttributes(spanAttributes(claims, nowSeconds));
    this.#steps.liveness(claims);
    return this.#steps.principal(payload, claims);
  }
}

/** A KeyObject, which jsonwebtoken takes although passport-jwt's types know only PEM: parsed once per key, not once per request. */
function keyProvider(keyOf: (token: string) => KeyObject | Promise<KeyObject>): SecretOrKeyProvider {
  const provider = (_: unknown, token: string, done: (error: unknown, key?: KeyObject) => void): void => {
    const key = keyOf(token);
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
