import passport from 'passport';
import type { ClaimsPrincipal } from '../principal/claims-principal.ts';
import { InvalidToken } from '../verification/invalid-token.ts';
import { KeysUnavailable } from '../verification/keys-unavailable.ts';
import { MissingToken } from '../verification/missing-token.ts';
import { type AccessTokenStrategy, strategyName } from './access-token.strategy.ts';
import { bearerToken, type NestRequest } from './request.ts';
import { untraced } from './untraced.ts';

/** Who sends a request, as the strategy finds it out. */
export class Authentication {
  // A registry of our own: in passport's, which a whole process shares, somebody else could take the strategy's name, or lose it.
  readonly #passport = new passport.Passport();

  constructor(strategy: AccessTokenStrategy) {
    this.#passport.use(strategyName, strategy);
  }

  /** @throws MissingToken, InvalidToken, KeysUnavailable */
  callerOf(request: NestRequest, response: unknown): Promise<ClaimsPrincipal> {
    return new Promise((resolve, reject) => {
      const decide = (error: unknown, principal: ClaimsPrincipal | false, info: unknown): void => {
        if (principal) resolve(principal);
        else reject(refusal(error ?? info, request));
      };
      const middleware = this.#passport.authenticate(strategyName, { session: false }, decide) as Middleware;
      untraced(() => {
        middleware(request, response, reject);
      });
    });
  }
}

type Middleware = (request: unknown, response: unknown, next: (error: unknown) => void) => void;

/** passport tells a missing token from a wrong one by the text of an error; the request itself is the better witness. */
function refusal(cause: unknown, request: NestRequest): Error {
  if (cause instanceof InvalidToken || cause instanceof KeysUnavailable) return cause;
  if (bearerToken(request) === undefined) return new MissingToken();
  return new InvalidToken('signature_wrong', { cause });
}
