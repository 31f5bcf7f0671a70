import { Injectable } from '@nestjs/common';
import { and, asc, count, desc, eq, inArray, sql } from 'drizzle-orm';
import { Counter } from 'prom-client';
import { AuditTrail } from '../audit/audit-trail.ts';
import { KeyEncryption } from '../keys/key-encryption.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { eventsKeptSeconds } from './kept-seconds.ts';
import { removedSubjects, type Stream, streams, type StreamStatus, verifications } from './security-events.tables.ts';
import { StreamUnknown, VerifiedTooOften } from './stream.errors.ts';

const created = new Counter({
  name: 'identity_security_event_streams_created_total',
  help: 'Streams that receivers of security events have made: one for each start of a replica',
  labelNames: ['client_id'],
});

/** What a receiver says about its stream. */
export type StreamSettings = Pick<Stream, 'description' | 'eventsRequested' | 'pushUrl' | 'pushHeader'>;

/** A replica that crashes leaves its stream behind: of more than these, a client's longest unused go. */
const mostOfOneClient = 100;
const mostVerifications = 10;
const verificationsAgainSeconds = 5;
const usedIsNotedEverySeconds = 30;

/** The streams of receivers. Each is its client's alone: another's is not there. */
@Injectable()
export class Streams {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly encryption: KeyEncryption,
  ) {}

  /** It begins with all that was ended and could be alive yet: a receiver that starts, or lost its stream, has missed nothing. */
  async create(clientId: string, settings: StreamSettings): Promise<Stream> {
    const sealed = await this.sealed(settings);
    return this.unitOfWork.run(async () => {
      const eventsSince = sql<Date>`now() - make_interval(secs => ${eventsKeptSeconds})`;
      const stream = await this.unitOfWork.query(async (tx) => {
        const unused = tx
          .select({ id: streams.id })
          .from(streams)
          .where(eq(streams.clientId, clientId))
          .orderBy(desc(streams.usedAt))
          .offset(mostOfOneClient - 1);
        await tx.delete(streams).where(inArray(streams.id, unused));
        const [made] = await tx
          .insert(streams)
          .values({ clientId, ...settings, ...sealed, eventsSince })
          .returning();
        return made;
      });
      created.inc({ client_id: clientId });
      this.audit.record({ event: 'stream.created', clientId });
      return known(stream);
    });
  }

  of(clientId: string): Promise<Stream[]> {
    return this.unitOfWork.run(() =>
      this.unitOfWork.read((db) =>
        db.select().from(streams).where(eq(streams.clientId, clientId)).orderBy(asc(streams.usedAt), asc(streams.id)),
      ),
    );
  }

  /** @throws StreamUnknown */
  one(clientId: string, id: string): Promise<Stream> {
    return this.unitOfWork.run(async () => {
      const [stream] = await this.unitOfWork.read((db) => db.select().from(streams).where(itself(clientId, id)));
      return known(stream);
    });
  }

  /** As `one`, and notes that the receiver is there: seldom, for polls come three times a second. */
  async used(clientId: string, id: string): Promise<Stream> {
    const stream = await this.one(clientId, id);
    if (Date.now() - stream.usedAt.getTime() > usedIsNotedEverySeconds * 1000) {
      await this.unitOfWork.run(() =>
        this.unitOfWork.query((tx) =>
          tx
            .update(streams)
            .set({ usedAt: sql`now()` })
            .where(eq(streams.id, id)),
        ),
      );
    }
    return stream;
  }

  /** @throws StreamUnknown */
  async change(clientId: string, id: string, settings: Partial<StreamSettings>): Promise<Stream> {
    const sealed = await this.sealed(settings);
    const values = { ...settings, ...sealed, pushFailures: 0, nextPushAt: sql`now()`, usedAt: sql`now()` };
    return this.set(clientId, id, values, 'configuration');
  }

  /**
   * A stream that is paused holds what is ended meanwhile; one that is disabled forgets it (SSF 1.0 section 8.1.2).
   *
   * @throws StreamUnknown
   */
  setStatus(clientId: string, id: string, status: StreamStatus, reason: string | undefined): Promise<Stream> {
    const eventsSince = sql`CASE WHEN ${streams.status} = 'disabled' THEN now() ELSE ${streams.eventsSince} END`;
    return this.set(clientId, id, { status, statusReason: reason ?? null, eventsSince, usedAt: sql`now()` }, status);
  }

  /** @throws StreamUnknown */
  remove(clientId: string, id: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      const removed = await this.unitOfWork.query((tx) =>
        tx.delete(streams).where(itself(clientId, id)).returning({ id: streams.id }),
      );
      if (removed.length === 0) throw new StreamUnknown();
      this.audit.record({ event: 'stream.deleted', clientId });
    });
  }

  /** Of whom nothing is told: everybody is, until they are removed. */
  async removeSubject(clientId: string, id: string, subject: string): Promise<void> {
    await this.one(clientId, id);
    await this.unitOfWork.run(async () => {
      await this.unitOfWork.query((tx) =>
        tx.insert(removedSubjects).values({ streamId: id, subject }).onConflictDoNothing(),
      );
      this.audit.record({ event: 'stream.changed', clientId, subject, reason: 'subject removed' });
    });
  }

  async addSubject(clientId: string, id: string, subject: string): Promise<void> {
    await this.one(clientId, id);
    await this.unitOfWork.run(async () => {
      const which = and(eq(removedSubjects.streamId, id), eq(removedSubjects.subject, subject));
      await this.unitOfWork.query((tx) => tx.delete(removedSubjects).where(which));
      this.audit.record({ event: 'stream.changed', clientId, subject, reason: 'subject added' });
    });
  }

  /** @throws StreamUnknown, VerifiedTooOften */
  async verify(clientId: string, id: string, state: string | undefined): Promise<void> {
    await this.used(clientId, id);
    await this.unitOfWork.run(() =>
      this.unitOfWork.query(async (tx) => {
        const [waiting] = await tx.select({ count: count() }).from(verifications).where(eq(verifications.streamId, id));
        if ((waiting?.count ?? 0) >= mostVerifications) throw new VerifiedTooOften(verificationsAgainSeconds);
        await tx.insert(verifications).values({ streamId: id, state: state ?? null });
      }),
    );
  }

  /** A database that leaks shows nobody how to push in our name. */
  private async sealed({ pushHeader }: Partial<StreamSettings>): Promise<Partial<StreamSettings>> {
    if (typeof pushHeader !== 'string') return {};
    return { pushHeader: await this.encryption.seal(Buffer.from(pushHeader)) };
  }

  private set(clientId: string, id: string, values: object, what: string): Promise<Stream> {
    return this.unitOfWork.run(async () => {
      const [stream] = await this.unitOfWork.query((tx) =>
        tx.update(streams).set(values).where(itself(clientId, id)).returning(),
      );
      this.audit.record({ event: 'stream.changed', clientId, reason: what });
      return known(stream);
    });
  }
}

function itself(clientId: string, id: string) {
  return and(eq(streams.id, id), eq(streams.clientId, clientId));
}

function known(stream: Stream | undefined): Stream {
  if (!stream) throw new StreamUnknown();
  return stream;
}
