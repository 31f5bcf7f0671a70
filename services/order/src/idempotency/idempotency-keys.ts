import type { ClaimsPrincipal } from '@downscope/guards';
import { Database, type Transaction } from '@downscope/postgres';
import { Injectable, Logger } from '@nestjs/common';
import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { digestOf } from './digest.ts';
import { IdempotencyKeyInUse, IdempotencyKeyReused } from './idempotency.errors.ts';
import { idempotencyKeys } from './idempotency-keys.table.ts';

/** Longer than an attempt takes whose calls of other services all run into their limits. */
const secondsToAnswer = 20;
const hoursKept = 24;
/** More than one, so that what has expired becomes less however many come. */
const mostForgottenAtOnce = 10;

/** Who asks, the key they gave, and what they ask for with it. */
export interface Asked {
  readonly by: ClaimsPrincipal;
  readonly key: string;
  readonly request: object;
}

/** An attempt's right to complete a request. */
export interface Claim {
  readonly id: string;
  readonly attempt: string;
}

/** An answer as JSON brings it back. */
export type Kept<Answer> = { readonly [Member in keyof Answer]: Answer[Member] extends Date ? string : Answer[Member] };

/**
 * Carries out a request once, however often it is sent, and by however many replicas: their database is what they share.
 *
 * An attempt claims the request by a row of its own transaction, and completes it in the one that keeps what it did. Between
 * the two, while other services are asked, it holds neither connection nor lock: an advisory lock would end with its process,
 * but hold a connection for as long as another service takes to answer. The row of a process that was killed ends by its
 * expiry instead. Should an attempt outlive its claim, it can no longer complete the request, and nothing of it is kept.
 *
 * The database's clock alone says what has expired: those of the replicas may differ.
 */
@Injectable()
export class IdempotencyKeys {
  private readonly logger = new Logger(IdempotencyKeys.name);

  constructor(private readonly database: Database) {}

  /**
   * Makes an attempt and answers what it answers; `again` reads that from what was kept of it, where the request was completed
   * before. An attempt that fails leaves the key as if it had never been given.
   *
   * @throws IdempotencyKeyReused when the caller's key belongs to another request
   * @throws IdempotencyKeyInUse while another attempt is in progress
   */
  async once<Answer>(
    { by, key, request }: Asked,
    attempt: (claim: Claim) => Promise<Answer>,
    again: (kept: Kept<Answer>) => Answer,
  ): Promise<Answer> {
    // A subject is unique within its issuer (RFC 7519 section 4.1.2).
    const id = digestOf([by.claim('iss'), by.subject, by.clientId, key]);
    const fingerprint = digestOf(request);
    const claim = { id, attempt: randomUUID() };
    if (!(await this.take(claim, fingerprint))) return again((await this.keptOf(id, fingerprint)) as Kept<Answer>);
    try {
      await this.forgetExpired();
      return await attempt(claim);
    } catch (error) {
      await this.release(claim);
      throw error;
    }
  }

  /**
   * Keeps the answer, in the transaction that keeps what was done.
   *
   * @throws IdempotencyKeyInUse when the claim expired and another attempt took over, or may
   */
  async complete(transaction: Transaction, { id, attempt }: Claim, answer: object): Promise<void> {
    const completed = await transaction
      .update(idempotencyKeys)
      .set({ answer, expiresAt: sql`now() + make_interval(hours => ${hoursKept})` })
      .where(and(eq(idempotencyKeys.id, id), eq(idempotencyKeys.attempt, attempt)))
      .returning({ id: idempotencyKeys.id });
    if (completed.length === 0) throw new IdempotencyKeyInUse();
  }

  /** One statement, so that of any number of attempts at once one claims the request; in it, one that has expired is none. */
  private async take({ id, attempt }: Claim, fingerprint: string): Promise<boolean> {
    const claimed = {
      fingerprint,
      attempt,
      answer: null,
      expiresAt: sql`now() + make_interval(secs => ${secondsToAnswer})`,
    };
    const rows = await this.database.drizzle
      .insert(idempotencyKeys)
      .values({ id, ...claimed })
      .onConflictDoUpdate({
        target: idempotencyKeys.id,
        set: claimed,
        setWhere: lt(idempotencyKeys.expiresAt, sql`now()`),
      })
      .returning({ id: idempotencyKeys.id });
    return rows.length === 1;
  }

  private async keptOf(id: string, fingerprint: string): Promise<object> {
    const [earlier] = await this.database.drizzle.select().from(idempotencyKeys).where(eq(idempotencyKeys.id, id));
    if (earlier && earlier.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
    // Without a row, the attempt that was in progress has just failed.
    if (!earlier?.answer) throw new IdempotencyKeyInUse();
    return earlier.answer;
  }

  /** A commit may have arrived although its acknowledgement did not: a request that has an answer is not released. */
  private async release({ id, attempt }: Claim): Promise<void> {
    try {
      await this.database.drizzle
        .delete(idempotencyKeys)
        .where(and(eq(idempotencyKeys.id, id), eq(idempotencyKeys.attempt, attempt), isNull(idempotencyKeys.answer)));
    } catch (error) {
      this.logger.warn(`A claim ends by its expiry: ${String(error)}`);
    }
  }

  /** What others are at work on is skipped: nobody waits to tidy up. */
  private async forgetExpired(): Promise<void> {
    const expired = this.database.drizzle
      .select({ id: idempotencyKeys.id })
      .from(idempotencyKeys)
      .where(lt(idempotencyKeys.expiresAt, sql`now()`))
      .limit(mostForgottenAtOnce)
      .for('update', { skipLocked: true });
    await this.database.drizzle.delete(idempotencyKeys).where(inArray(idempotencyKeys.id, expired));
  }
}
