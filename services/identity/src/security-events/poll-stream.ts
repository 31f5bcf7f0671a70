import { Injectable } from '@nestjs/common';
import { EventArrivals } from './event-arrivals.ts';
import type { EventContent } from './event-content.ts';
import { EventTokens } from './event-tokens.ts';
import { PendingEvents } from './pending-events.ts';
import type { Stream } from './security-events.tables.ts';
import type { PollRequest } from './stream-requests.ts';
import { Streams } from './streams.ts';

/** RFC 8936 section 2.3. */
export interface PollAnswer {
  /** Security event tokens by their jti. */
  readonly sets: Readonly<Record<string, string>>;
  readonly moreAvailable: boolean;
}

/**
 * How long a poll waits for events. An answer without any is a receiver's word that there were none when it asked, and it believes that for
 * a second: the next word has to come before, its way included.
 */
const holdMs = 300;

/** A receiver says what it has, and gets what it has not (RFC 8936). */
@Injectable()
export class PollStream {
  constructor(
    private readonly streams: Streams,
    private readonly pending: PendingEvents,
    private readonly arrivals: EventArrivals,
    private readonly tokens: EventTokens,
  ) {}

  async for(clientId: string, streamId: string, request: PollRequest): Promise<PollAnswer> {
    const stream = await this.streams.used(clientId, streamId);
    const refused = new Map(Object.entries(request.setErrs).map(([jti, { err }]) => [jti, err]));
    await this.pending.receive(stream, { acknowledged: request.ack, refused });
    const found = await this.find(stream, request);
    const given = found.slice(0, request.maxEvents);
    const signed = await Promise.all(
      given.map(async (content) => [content.jti, await this.tokens.sign(content, clientId)] as const),
    );
    return { sets: Object.fromEntries(signed), moreAvailable: found.length > given.length };
  }

  /** One more than may be given, so that it is known whether there are more. */
  private async find(stream: Stream, { maxEvents, returnImmediately }: PollRequest): Promise<EventContent[]> {
    if (maxEvents === 0) return [];
    const arrival = returnImmediately ? undefined : this.arrivals.within(holdMs);
    const found = await this.pending.of(stream, maxEvents + 1);
    if (found.length > 0 || !arrival) return found;
    await arrival;
    return this.pending.of(stream, maxEvents + 1);
  }
}
