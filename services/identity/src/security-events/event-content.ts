import { eventTypes, verificationType } from './event-types.ts';
import type { SecurityEvent, StreamVerification } from './security-events.tables.ts';

/** What a security event token says beside who says it to whom (RFC 8417 section 2.2): one event, as the interoperability profile asks. */
export interface EventContent {
  readonly jti: string;
  /** Seconds since 1970. */
  readonly iat: number;
  /** RFC 9493. It is about a person: `sub` would make an access token of it for whoever looks at no type. */
  readonly sub_id: object;
  readonly events: Readonly<Record<string, object>>;
}

type Told = Omit<SecurityEvent, 'id'>;

/** @param issuer of the person's subject */
export function contentOf(event: Told, issuer: string): EventContent {
  const { jti, at, initiator, reason, claims, originJtis } = event;
  const payload = {
    event_timestamp: secondsOf(at),
    ...(initiator !== null && { initiating_entity: initiator }),
    reason_admin: { en: reason },
    // That they changed is told, and to what is not: who may know a value finds it in the next token.
    ...(event.event === 'token-claims-change' && { claims: Object.fromEntries(claims.map((name) => [name, null])) }),
    // Ours: every token that descends from these has ended.
    origin_jti: originJtis,
  };
  return { jti, iat: secondsOf(at), sub_id: subjectOf(event, issuer), events: { [eventTypes[event.event]]: payload } };
}

/** About the stream itself (SSF 1.0 section 8.1.4.1). */
export function verificationContent({ jti, at, streamId, state }: StreamVerification): EventContent {
  return {
    jti,
    iat: secondsOf(at),
    sub_id: { format: 'opaque', id: streamId },
    events: { [verificationType]: state === null ? {} : { state } },
  };
}

/** A person, and of what is theirs the session or the application that this is about (SSF 1.0 section 3.2). */
function subjectOf({ subject, sessionUid, clientId }: Told, issuer: string): object {
  const user = { format: 'iss_sub', iss: issuer, sub: subject };
  if (sessionUid !== null) return { format: 'complex', user, session: { format: 'opaque', id: sessionUid } };
  if (clientId !== null) return { format: 'complex', user, application: { format: 'opaque', id: clientId } };
  return user;
}

function secondsOf(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
