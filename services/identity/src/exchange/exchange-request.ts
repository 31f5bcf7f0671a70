import { errors } from 'oidc-provider';
import { scopesOf } from '../tokens/access-token.ts';

const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';

export const exchangeParameters = [
  'subject_token',
  'subject_token_type',
  'audience',
  'scope',
  'requested_token_type',
  'resource',
  'actor_token',
  'actor_token_type',
] as const;

export type ExchangeParameters = Readonly<Partial<Record<(typeof exchangeParameters)[number], string>>>;

export interface ExchangeQuery {
  readonly subjectToken: string;
  readonly audience: string;
  readonly scopes: readonly string[];
}

/** The parameters of RFC 8693 section 2.1. What is not supported is refused, not ignored: it would have meant something. */
export function exchangeQuery(parameters: ExchangeParameters): ExchangeQuery {
  const { subject_token, subject_token_type, audience, scope, requested_token_type } = parameters;
  if (!subject_token) throw new errors.InvalidRequest('subject_token is missing');
  if (subject_token_type !== accessTokenType) {
    throw new errors.InvalidRequest(`subject_token_type must be ${accessTokenType}`);
  }
  if (requested_token_type !== undefined && requested_token_type !== accessTokenType) {
    throw new errors.InvalidRequest(`requested_token_type must be ${accessTokenType}`);
  }
  if (parameters.actor_token !== undefined || parameters.actor_token_type !== undefined) {
    throw new errors.InvalidRequest('the requester itself is the actor: no actor_token');
  }
  if (parameters.resource !== undefined) throw new errors.InvalidTarget('the target is named by its audience');
  if (!audience) throw new errors.InvalidRequest('audience is missing');
  return { subjectToken: subject_token, audience, scopes: scopesOf(scope) };
}

/** What an exchange answers (RFC 8693 section 2.2.1). */
export function exchangeAnswer(token: string, scope: string, expiresInSeconds: number): object {
  return {
    access_token: token,
    issued_token_type: accessTokenType,
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
    scope,
  };
}
