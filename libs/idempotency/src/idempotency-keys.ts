import type { ClaimsPrincipal } from '@downscope/guards';
import { Database, type Transaction } from '@downscope/postgres';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { digestOf } from './digest.ts';
import { IdempotencyKeyInUse, IdempotencyKeyReused } from './idempotency.errors.ts';
import { idempotencyKeys } from './idempotency-keys.table.ts';

/** Longer than an attempt takes whose calls of other services all run into their limits. */
const secondsToAnswer = 20;
const hoursKept = 24;
const forgetEveryMs = 60_000;
/** In one statement, so that none of them takes long, however many there are. */
const mostForgottenAtOnce = 1_000;
const releaseAgainMs = 200;

/** Who asks, the key they gave, and what they ask for with it. */
export interface Asked {
  readonly by: ClaimsPrincipal;
  readonly key: string;
  readonly request: object;
}

/** One attempt to carry out a request; of several, one at a time may complete it. */
export interface Attempt {
  /** The request's: a digest of who asks and the key that they gave. */
  readonly requestId: string;
  readonly id: string;
}

/** An answer as JSON brings it back. */
export type Kept<Answer> = { readonly [Member in keyof Answer]: Answer[Member] extends Date ? string : Answer[Member] };

/**
 * Carries out a request once, however often it is sent, and by however many replicas: their database is what they share.
 *
 * An attempt takes the request by a row of its own transaction, and completes it in the one that keeps what it did. Between the two,
 * while other services are asked, it holds neither connection nor lock: an advisory lock would end with its process, but hold a
 * connection for as long as another service takes to answer. The row of a process that was killed ends by its expiry instead. Should an
 * attempt outlive its row, it can no longer complete the request, and nothing of it is kept.
 *
 * The database's clock alone says what has expired: those of the replicas may differ.
 */
@Injectable()
export class IdempotencyKeys implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(IdempotencyKeys.name);
  private readonly closing = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.tidyUp(), forgetEveryMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.closing.abort();
  }

  /**
   * Makes an attempt and answers what it answers; `again` reads that from what was kept of it, where the request was completed
   * before. An attempt that fails leaves the key as if it had never been given, as soon as the database can be told so.
   *
   * @throws IdempotencyKeyReused when the caller's key belongs to another request
   * @throws IdempotencyKeyInUse while another attempt is in progress
   */
  async once<Answer>(
    { by, key, request }: Asked,
    carryOut: (attempt: Attempt) => Promise<Answer>,
    again: (kept: Kept<Answer>) => Answer,
  ): Promise<Answer> {
    // A subject is unique within its issuer (RFC 7519 section 4.1.2).
    const requestId = digestOf([by.claim('iss'), by.subject, by.clientId, key]);
    const fingerprint = digestOf(request);
    const attempt = { requestId, id: randomUUID() };
    try {
      if (await this.take(attempt, fingerprint)) return await carryOut(attempt);
    } catch (error) {
      await this.release(attempt);
      throw error;
    }
    return again((await this.keptOf(requestId, fingerprint)) as Kept<Answer>);
  }

  /**
   * Keeps the answer, in the transaction that keeps what was done.
   *
   * @throws IdempotencyKeyInUse when the attempt's time is over and another took over, or may
   */
  async complete(transaction: Transaction, attempt: Attempt, answer: object): Promise<void> {
    const completed = await transaction
      .update(idempotencyKeys)
      .set({ answer, expiresAt: sql`now() + make_interval(hours => ${hoursKept})` })
      .where(rowOf(attempt))
      .returning({ id: idempotencyKeys.id });
    if (completed.length === 0) throw new IdempotencyKeyInUse();
  }

  /** What others are at work on is skipped: nobody waits to tidy up. Answers how many were forgotten. */
  async forgetExpired(): Promise<number> {
    const expired = this.database.drizzle
      .select({ id: idempotencyKeys.id })
      .from(idempotencyKeys)
      .where(lt(idempotencyKeys.expiresAt, sql`now()`))
      .limit(mostForgottenAtOnce)
      .for('update', { skipLocked: true });
    const forgotten = await this.database.drizzle.delete(idempotencyKeys).where(inArray(idempotencyKeys.id, expired));
    return forgotten.rowCount ?? 0;
  }

  /** One statement, so that of any number of attempts at once one takes the request; in it, a row that has expired is none. */
  private async take({ requestId, id: attempt }: Attempt, fingerprint: string): Promise<boolean> {
    const taken = {
      fingerprint,
      attempt,
      answer: null,
      expiresAt: sql`now() + make_interval(secs => ${secondsToAnswer})`,
    };
    const rows = await this.database.drizzle
      .insert(idempotencyKeys)
      .values({ id: requestId, ...taken })
      .onConflictDoUpdate({
        target: idempotencyKeys.id,
        set: taken,
        setWhere: lt(idempotencyKeys.expiresAt, sql`now()`),
      })
      .returning({ id: idempotencyKeys.id });
    return rows.length === 1;
  }

  private async keptOf(requestId: string, fingerprint: string): Promise<object> {
    const [earlier] = await this.database.drizzle
      .select()
      .from(idempotencyKeys)
      .where(eq(idempotencyKeys.id, requestId));
    if (earlier && earlier.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
    // Without a row, the attempt that was in progress has just failed.
    if (!earlier?.answer) throw new IdempotencyKeyInUse();
    return earlier.answer;
  }

  private async release(attempt: Attempt): Promise<void> {
    try {
      await this.delete(attempt);
    } catch {
      // The outage that ended the attempt keeps its row too, until it is over; whoever waits for this answer need not wait for that.
      void this.releaseLater(attempt);
    }
  }

  private async releaseLater(attempt: Attempt): Promise<void> {
    const { signal } = this.closing;
    for (let passedMs = 0; passedMs < secondsToAnswer * 1_000; passedMs += releaseAgainMs) {
      await pause(releaseAgainMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      if (
        await this.delete(attempt).then(
          () => true,
          () => false,
        )
      )
        return;
    }
    this.logger.warn('A request whose attempt failed is free by its expiry: the database could not be told before');
  }

  /** A commit may have arrived although its acknowledgement did not: a request that has an answer is not released. */
  private async delete(attempt: Attempt): Promise<void> {
    await this.database.drizzle.delete(idempotencyKeys).where(and(rowOf(attempt), isNull(idempotencyKeys.answer)));
  }

  private async tidyUp(): Promise<void> {
    try {
      while ((await this.forgetExpired()) === mostForgottenAtOnce);
    } catch (error) {
      this.logger.warn(error);
    }
  }
}

const rowOf = ({ requestId, id }: Attempt): ReturnType<typeof and> =>
  and(eq(idempotencyKeys.id, requestId), eq(idempotencyKeys.attempt, id));
