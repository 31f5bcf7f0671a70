import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import { DownstreamMisunderstood, DownstreamRefused, DownstreamUnavailable, isTransient } from './errors.ts';

/** What openid-client throws, as what it means for the caller. */
export function tokenEndpointError(error: unknown, issuer: string): Error {
  const options = { cause: error };
  const status = statusOf(error);
  if (status === undefined) {
    return isUnreachable(error)
      ? new DownstreamUnavailable(issuer, options)
      : new DownstreamMisunderstood(issuer, options);
  }
  if (isTransient(status)) return new DownstreamUnavailable(issuer, options);
  const code = error instanceof ResponseBodyError ? error.error : undefined;
  return new DownstreamRefused(issuer, status, code, options);
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof ResponseBodyError || error instanceof WWWAuthenticateChallengeError) return error.status;
  if (error instanceof ClientError && error.cause instanceof Response && !error.cause.ok) return error.cause.status;
  return undefined;
}

function isUnreachable(error: unknown): boolean {
  if (error instanceof ClientError) return error.code === 'OAUTH_TIMEOUT';
  return error instanceof TypeError && error.cause !== undefined; // what fetch throws for network errors
}
