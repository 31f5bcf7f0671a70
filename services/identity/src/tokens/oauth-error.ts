import { errors } from 'oidc-provider';
import type { Refused } from '../privileges/decision.ts';

/** A refusal as the OAuth error that the client is told. */
export function oauthError({ error, reason }: Refused, scopes: readonly string[]): errors.OIDCProviderError {
  switch (error) {
    case 'invalid_request':
      return new errors.InvalidRequest(reason);
    case 'invalid_target':
      return new errors.InvalidTarget(reason);
    case 'invalid_scope':
      return new errors.InvalidScope(reason, scopes.join(' '));
  }
}
