import { AccessTokenStrategy } from '../nest/access-token.strategy.ts';
import { Authentication } from '../nest/authentication.ts';
import type { TrustedIssuers } from '../nest/trusted-issuers.ts';
import type { ClaimsPrincipal } from '../principal/claims-principal.ts';
import { InvalidToken } from '../verification/invalid-token.ts';
import { KeysUnavailable } from '../verification/keys-unavailable.ts';
import { MissingToken } from '../verification/missing-token.ts';
import type { Reason } from './checks.ts';

/** What the guard makes of a request: whose it is, or why it is refused. */
export type Verdict = { readonly principal: ClaimsPrincipal } | { readonly reason: Reason; readonly refusal: Error };

/** Asks the guard's own strategy, so that it cannot say anything else. */
export async function verdictOn(rawHeaders: string[], issuers: TrustedIssuers): Promise<Verdict> {
  try {
    const authentication = new Authentication(new AccessTokenStrategy(issuers));
    return { principal: await authentication.callerOf({ rawHeaders }, {}) };
  } catch (refusal) {
    if (refusal instanceof InvalidToken || refusal instanceof MissingToken || refusal instanceof KeysUnavailable)
      return { reason: refusal.reason, refusal };
    throw refusal;
  }
}
