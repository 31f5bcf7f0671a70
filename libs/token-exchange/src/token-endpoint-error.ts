import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import {
  ClientCredentialInvalid,
  DownstreamMisunderstood,
  DownstreamRefused,
  DownstreamUnavailable,
  SubjectTokenEnded,
} from './errors.ts';

/** A subject token that is not good is `invalid_request` (RFC 8693 section 2.2.2); some servers say `invalid_grant`. */
const subjectErrors = new Set(['invalid_request', 'invalid_grant']);

/**
 * What openid-client throws, as what it means for the caller.
 *
 * Of the original only the text is kept: its own cause may be the whole answer, token included, and errors end up in logs.
 *
 * @param exchanging whether a caller's token was exchanged, rather than one of the service's own asked for
 */
export function tokenEndpointError(error: unknown, issuer: string, exchanging: boolean): Error {
  if (error instanceof ClientError && error.cause instanceof DownstreamUnavailable) return error.cause;
  if (error instanceof ClientError && error.cause instanceof ClientCredentialInvalid) {
    return new DownstreamUnavailable(issuer, { cause: error.cause });
  }
  const options = { cause: String(error) };
  const status = statusOf(error);
  if (status === undefined) return new DownstreamMisunderstood(issuer, options);
  if (exchanging && status === 400 && error instanceof ResponseBodyError && subjectErrors.has(error.error))
    return new SubjectTokenEnded(options);
  return new DownstreamRefused(issuer, status, error instanceof ResponseBodyError ? error.error : undefined, options);
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof ResponseBodyError || error instanceof WWWAuthenticateChallengeError) return error.status;
  if (error instanceof ClientError && error.cause instanceof Response && !error.cause.ok) return error.cause.status;
  return undefined;
}
