import { isDeepStrictEqual } from 'node:util';
import { config } from '../identity.config.ts';
import { eventsDelivered, eventsSupported } from './event-types.ts';
import { inactivityTimeoutSeconds } from './kept-seconds.ts';
import type { Stream } from './security-events.tables.ts';
import { StreamRequestInvalid } from './stream.errors.ts';
import { type ChangedStream, type NewStream, pollMethod, pushMethod } from './stream-requests.ts';
import type { StreamSettings } from './streams.ts';

/** A stream as its receiver is shown it (SSF 1.0 section 8.1.1). */
export type StreamConfiguration = Readonly<Record<string, unknown>>;

const minVerificationIntervalSeconds = 1;

/** @param origin of this listener, as the receiver calls it */
export function configurationOf(stream: Stream, origin: string): StreamConfiguration {
  const { id, clientId, eventsRequested, description, pushUrl } = stream;
  return {
    stream_id: id,
    iss: config.ISSUER,
    aud: clientId,
    events_supported: eventsSupported,
    events_requested: eventsRequested ?? eventsSupported,
    events_delivered: eventsDelivered(eventsRequested),
    delivery:
      pushUrl === null
        ? { method: pollMethod, endpoint_url: `${origin}/ssf/poll/${id}` }
        : { method: pushMethod, endpoint_url: pushUrl },
    min_verification_interval: minVerificationIntervalSeconds,
    inactivity_timeout: inactivityTimeoutSeconds,
    ...(description !== null && { description }),
  };
}

/** @throws StreamRequestInvalid for a push over plain http that nothing allows */
export function settingsOf({ events_requested, delivery, description }: NewStream): StreamSettings {
  const push = delivery?.method === pushMethod ? delivery : undefined;
  if (push && !config.ALLOW_INSECURE_HTTP && push.endpoint_url.startsWith('http:')) {
    throw new StreamRequestInvalid('endpoint_url: must be https');
  }
  return {
    description: description ?? null,
    eventsRequested: events_requested ?? null,
    pushUrl: push?.endpoint_url ?? null,
    pushHeader: push?.authorization_header ?? null,
  };
}

/** Of what a change says, that which it says: the rest stays (SSF 1.0 section 8.1.1.3). */
export function changesOf(change: ChangedStream): Partial<StreamSettings> {
  const { description, eventsRequested, pushUrl, pushHeader } = settingsOf(change);
  return {
    ...(change.description !== undefined && { description }),
    ...(change.events_requested !== undefined && { eventsRequested }),
    ...(change.delivery !== undefined && { pushUrl, pushHeader }),
  };
}

/**
 * What the transmitter says may be said back to it, and only as it is.
 *
 * @throws StreamRequestInvalid naming the member that is not
 */
export function mustAgree(change: ChangedStream, stream: Stream): void {
  const { iss, aud, events_supported, events_delivered, min_verification_interval, inactivity_timeout } =
    configurationOf(stream, '');
  // What is delivered follows from what is requested, which may be changed by the same request.
  const delivered = change.events_requested === undefined ? events_delivered : change.events_delivered;
  const ours = {
    ...{ iss, aud, events_supported, min_verification_interval, inactivity_timeout },
    events_delivered: delivered,
  };
  for (const [name, value] of Object.entries(ours)) {
    const said = change[name as keyof ChangedStream];
    if (said !== undefined && !isDeepStrictEqual(said, value)) {
      throw new StreamRequestInvalid(`${name}: is the transmitter's to say`);
    }
  }
}
