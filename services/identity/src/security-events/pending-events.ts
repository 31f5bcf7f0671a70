import { Injectable } from '@nestjs/common';
import { and, asc, eq, gt, inArray, notExists, sql } from 'drizzle-orm';
import { Counter } from 'prom-client';
import { AuditTrail } from '../audit/audit-trail.ts';
import { config } from '../identity.config.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { contentOf, type EventContent, verificationContent } from './event-content.ts';
import { namesDelivered } from './event-types.ts';
import { eventsKeptSeconds } from './kept-seconds.ts';
import { receipts, removedSubjects, securityEvents, type Stream, verifications } from './security-events.tables.ts';

const delivered = new Counter({
  name: 'identity_security_events_delivered_total',
  help: 'Security events that a receiver has acknowledged, or refused',
  labelNames: ['client_id', 'outcome'],
});

/** What a receiver says of tokens that it was given (RFC 8936 section 2.4). */
export interface Receipt {
  /** By their jti. */
  readonly acknowledged: readonly string[];
  /** Why, by the jti of those that it could not use: they do not come again either. */
  readonly refused: ReadonlyMap<string, string>;
}

/** What a stream's receiver does not have yet. It is given it again and again, in no order, until it says that it has it. */
@Injectable()
export class PendingEvents {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  async of(stream: Stream, most: number): Promise<EventContent[]> {
    if (stream.status !== 'enabled' || most === 0) return [];
    const told = await this.unitOfWork.run(() =>
      this.unitOfWork.read((db) => {
        const received = db
          .select({ one: sql`1` })
          .from(receipts)
          .where(and(eq(receipts.streamId, stream.id), eq(receipts.eventId, securityEvents.id)));
        const unwanted = db
          .select({ one: sql`1` })
          .from(removedSubjects)
          .where(and(eq(removedSubjects.streamId, stream.id), eq(removedSubjects.subject, securityEvents.subject)));
        return db
          .select()
          .from(securityEvents)
          .where(
            and(
              gt(securityEvents.at, sql`now() - make_interval(secs => ${eventsKeptSeconds})`),
              gt(securityEvents.at, stream.eventsSince),
              inArray(securityEvents.event, namesDelivered(stream.eventsRequested)),
              notExists(received),
              notExists(unwanted),
            ),
          )
          .orderBy(asc(securityEvents.id))
          .limit(most);
      }),
    );
    const asked = await this.unitOfWork.run(() =>
      this.unitOfWork.read((db) => db.select().from(verifications).where(eq(verifications.streamId, stream.id))),
    );
    const contents = [...asked.map(verificationContent), ...told.map((event) => contentOf(event, config.ISSUER))];
    return contents.slice(0, most);
  }

  /** What it has, and what it refuses. What is not its, or was never given to it, is passed over. */
  receive(stream: Stream, { acknowledged, refused }: Receipt): Promise<void> {
    const jtis = [...acknowledged, ...refused.keys()].filter((jti) => uuidForm.test(jti));
    if (jtis.length === 0) return Promise.resolve();
    return this.unitOfWork.run(async () => {
      const received = await this.unitOfWork.query(async (tx) => {
        await tx
          .delete(verifications)
          .where(and(eq(verifications.streamId, stream.id), inArray(verifications.jti, jtis)));
        const { rows } = await tx.execute<{ jti: string; subject: string }>(sql`
          WITH received AS (
            INSERT INTO security_event_receipts (stream_id, event_id)
            SELECT ${stream.id}::uuid, id FROM security_events WHERE ${inArray(securityEvents.jti, jtis)}
            ON CONFLICT DO NOTHING RETURNING event_id
          ) SELECT jti, subject FROM security_events JOIN received ON event_id = id`);
        return rows;
      });
      for (const { jti, subject } of received) {
        const reason = refused.get(jti);
        const { clientId } = stream;
        delivered.inc({ client_id: clientId, outcome: reason === undefined ? 'acknowledged' : 'refused' });
        this.audit.record(
          reason === undefined
            ? { event: 'security_event.delivered', clientId, subject, jti }
            : { event: 'security_event.refused', clientId, subject, jti, reason },
        );
      }
    });
  }
}

const uuidForm = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
