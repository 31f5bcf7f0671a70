import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { InvalidSecurityEvent, TransmitterUnavailable } from './errors.ts';
import type { EndedTokens } from './revocations.ts';

const caep = 'https://schemas.openid.net/secevent/caep/event-type';

/** What ends tokens (CAEP 1.0 sections 3.1 and 3.2): a session that is over, and authority that was taken away. */
export const endingEvents = [`${caep}/session-revoked`, `${caep}/token-claims-change`] as const;

/** The person, alone or beside their session or device (RFC 9493 section 3.2.3, OpenID SSF 1.0 section 3.2). */
const person = z.object({ format: z.literal('iss_sub'), iss: z.string(), sub: z.string().min(1) });
const subjectId = z.union([person, z.object({ format: z.literal('complex'), user: person })]);

const endingEvent = z.object({
  event_timestamp: z.number().optional(),
  /** This project's own member: the opaque tokens that ended, by the claim that their descendants carry. */
  origin_jti: z.array(z.string()).optional(),
});

const securityEvent = z.object({
  jti: z.string().min(1),
  iat: z.number(),
  sub_id: z.unknown().optional(),
  events: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** Whose event tokens are taken, and for whom they are. */
export interface ExpectedEvents {
  readonly issuer: string;
  /** As the transmitter calls the receiver of this stream. */
  readonly audience: string | string[];
  readonly keys: JWTVerifyGetKey;
}

/**
 * What a security event token ends: nothing, where it is about something else, such as a verification.
 *
 * @throws InvalidSecurityEvent when it is no SET of this stream (RFC 8417 section 2.2, OpenID SSF 1.0 section 4.1)
 * @throws TransmitterUnavailable when the keys cannot be had
 */
export async function endedBy(set: string, jti: string, expected: ExpectedEvents): Promise<EndedTokens[]> {
  const event = securityEvent.safeParse(await verified(set, expected));
  // A SET under the name of another would be acknowledged, and the other lost.
  if (!event.success || event.data.jti !== jti) throw new InvalidSecurityEvent('invalid_request');
  const { events, iat, sub_id: subject } = event.data;
  return endingEvents.flatMap((uri) => (events[uri] === undefined ? [] : [ended(events[uri], subject, iat, expected)]));
}

function ended(content: unknown, subject: unknown, iat: number, { issuer }: ExpectedEvents): EndedTokens {
  const { success, data } = endingEvent.safeParse(content);
  if (!success) throw new InvalidSecurityEvent('invalid_request');
  if (data.origin_jti) return { originJtis: data.origin_jti };
  const named = subjectId.safeParse(subject);
  if (!named.success) throw new InvalidSecurityEvent('invalid_request');
  const { iss, sub } = named.data.format === 'complex' ? named.data.user : named.data;
  // Whom another issuer knows by this name is somebody else.
  if (iss !== issuer) throw new InvalidSecurityEvent('invalid_request');
  return { subject: sub, issuedUpToSeconds: data.event_timestamp ?? iat };
}

async function verified(set: string, { issuer, audience, keys }: ExpectedEvents): Promise<unknown> {
  try {
    // No other token of the issuer is one of these (RFC 8725 section 3.11), and this one has no end.
    const options = { issuer, audience, typ: 'secevent+jwt', algorithms: ['PS256', 'RS256'] };
    return (await jwtVerify(set, keys, options)).payload;
  } catch (cause) {
    throw refusal(cause);
  }
}

function refusal(cause: unknown): Error {
  if (cause instanceof errors.JWKSNoMatchingKey) return new InvalidSecurityEvent('invalid_key', { cause });
  if (cause instanceof errors.JWSSignatureVerificationFailed) {
    return new InvalidSecurityEvent('authentication_failed', { cause });
  }
  if (cause instanceof errors.JWTClaimValidationFailed && cause.claim === 'iss') {
    return new InvalidSecurityEvent('invalid_issuer', { cause });
  }
  if (cause instanceof errors.JWTClaimValidationFailed && cause.claim === 'aud') {
    return new InvalidSecurityEvent('invalid_audience', { cause });
  }
  const isForm =
    cause instanceof errors.JWSInvalid ||
    cause instanceof errors.JWTInvalid ||
    cause instanceof errors.JOSEAlgNotAllowed ||
    cause instanceof errors.JOSENotSupported ||
    cause instanceof errors.JWTClaimValidationFailed ||
    cause instanceof errors.JWTExpired;
  if (isForm) return new InvalidSecurityEvent('invalid_request', { cause });
  return new TransmitterUnavailable('Its keys cannot be had', { cause });
}
