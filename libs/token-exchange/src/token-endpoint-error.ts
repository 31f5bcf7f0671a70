import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import {
  ClientCredentialInvalid,
  DownstreamMisunderstood,
  DownstreamRefused,
  DownstreamUnavailable,
  isTransient,
} from './errors.ts';

/**
 * What openid-client throws, as what it means for the caller.
 *
 * Of the original only the text is kept: its own cause may be the whole answer, token included, and errors end up in logs.
 */
export function tokenEndpointError(error: unknown, issuer: string): Error {
  if (error instanceof ClientError && error.cause instanceof DownstreamUnavailable) return error.cause;
  if (error instanceof ClientError && error.cause instanceof ClientCredentialInvalid) {
    return new DownstreamUnavailable(issuer, { cause: error.cause });
  }
  const options = { cause: String(error) };
  const status = statusOf(error);
  if (status === undefined) return new DownstreamMisunderstood(issuer, options);
  if (isTransient(status)) return new DownstreamUnavailable(issuer, options);
  return new DownstreamRefused(issuer, status, error instanceof ResponseBodyError ? error.error : undefined, options);
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof ResponseBodyError || error instanceof WWWAuthenticateChallengeError) return error.status;
  if (error instanceof ClientError && error.cause instanceof Response && !error.cause.ok) return error.cause.status;
  return undefined;
}
