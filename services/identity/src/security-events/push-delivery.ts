import { Database } from '@downscope/postgres';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { and, eq, isNotNull, lte, sql } from 'drizzle-orm';
import { Counter } from 'prom-client';
import { KeyEncryption } from '../keys/key-encryption.ts';
import { EventArrivals } from './event-arrivals.ts';
import { EventTokens } from './event-tokens.ts';
import { PendingEvents } from './pending-events.ts';
import { push } from './push.ts';
import { type Stream, streams } from './security-events.tables.ts';

const lookIntervalMs = 1_000;
const mostAtOnce = 20;
/** Longer than so many pushes take that all time out. */
const leaseSeconds = 120;
const longestBackOffSeconds = 60;

const failures = new Counter({
  name: 'identity_security_event_pushes_failed_total',
  help: 'Pushes of security events that a receiver did not take: they are tried again',
  labelNames: ['client_id'],
});

/**
 * Brings events to the receivers that asked for it (RFC 8935). One replica at a time serves a stream; where a push fails the stream waits,
 * twice as long each time, and what has expired meanwhile is brought no more.
 */
@Injectable()
export class PushDelivery implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(PushDelivery.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly pending: PendingEvents,
    private readonly arrivals: EventArrivals,
    private readonly tokens: EventTokens,
    private readonly encryption: KeyEncryption,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run(this.stopping.signal);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const arrival = this.arrivals.within(lookIntervalMs);
      try {
        const due = await this.due();
        await Promise.all(due.map((stream) => this.serve(stream, signal)));
      } catch (error) {
        this.logger.warn(error);
      }
      await arrival;
    }
  }

  private due(): Promise<Stream[]> {
    return this.database.drizzle
      .select()
      .from(streams)
      .where(and(isNotNull(streams.pushUrl), eq(streams.status, 'enabled'), lte(streams.nextPushAt, sql`now()`)));
  }

  private async serve(stream: Stream, signal: AbortSignal): Promise<void> {
    const events = await this.pending.of(stream, mostAtOnce);
    if (events.length === 0 || !(await this.claim(stream))) return;
    let failed: string | undefined;
    for (const content of events) {
      const authorization = await this.headerOf(stream);
      const token = await this.tokens.sign(content, stream.clientId);
      const outcome = await push({ url: String(stream.pushUrl), authorization }, token, signal);
      if (typeof outcome === 'object' && 'failed' in outcome) {
        failed = outcome.failed;
        break;
      }
      const refused = new Map(outcome === 'accepted' ? [] : [[content.jti, outcome.refused]]);
      await this.pending.receive(stream, { acknowledged: outcome === 'accepted' ? [content.jti] : [], refused });
    }
    await this.release(stream, failed);
  }

  private async headerOf({ pushHeader }: Stream): Promise<string | undefined> {
    return pushHeader === null ? undefined : Buffer.from(await this.encryption.open(pushHeader)).toString();
  }

  /** Whether no other replica has. */
  private async claim({ id }: Stream): Promise<boolean> {
    const claimed = await this.database.drizzle
      .update(streams)
      .set({ nextPushAt: sql`now() + make_interval(secs => ${leaseSeconds})` })
      .where(and(eq(streams.id, id), lte(streams.nextPushAt, sql`now()`)))
      .returning({ id: streams.id });
    return claimed.length > 0;
  }

  private async release({ id, clientId, pushFailures }: Stream, failed: string | undefined): Promise<void> {
    if (failed === undefined) {
      await this.set(id, { pushFailures: 0, nextPushAt: sql`now()`, usedAt: sql`now()` });
      return;
    }
    failures.inc({ client_id: clientId });
    this.logger.warn(`Events of ${clientId} are not taken: ${failed}`);
    const seconds = Math.min(longestBackOffSeconds, 2 ** pushFailures);
    const nextPushAt = sql`now() + make_interval(secs => ${seconds})`;
    await this.set(id, { pushFailures: Math.min(pushFailures + 1, 10), nextPushAt });
  }

  private async set(id: string, values: object): Promise<void> {
    await this.database.drizzle.update(streams).set(values).where(eq(streams.id, id));
  }
}
