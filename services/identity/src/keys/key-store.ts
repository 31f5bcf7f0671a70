import { Database, type Transaction } from '@downscope/postgres';
import { Injectable } from '@nestjs/common';
import { eq, inArray, sql } from 'drizzle-orm';
import type { JWK } from 'jose';
import { adoptClearKeys } from './clear-keys.ts';
import { isSpent } from './key-schedule.ts';
import { type Key, keyOf, type KeyPurpose, keyPurposes, newJwk, type Scheduled } from './key.ts';
import { KeyEncryption, KeyEncryptionFailed } from './key-encryption.ts';
import { keys } from './keys.table.ts';

// Any constant: it separates this from other users of advisory locks in the same database.
const ringLock = 4_171_210;

/** How long keys sign, and how long they are known before. */
export interface RotationTimes {
  readonly everyMs: number;
  /** At least as long as whoever verifies keeps the keys that it once fetched. */
  readonly publishedAheadMs: number;
}

export interface StoredKey extends Scheduled {
  readonly madeAtMs: number;
}

type Row = typeof keys.$inferSelect;

/** The keys in the database, sealed. Replicas agree because the database says which there are and when each becomes active. */
@Injectable()
export class KeyStore {
  private readonly opened = new Map<string, Key>();

  constructor(
    private readonly database: Database,
    private readonly encryption: KeyEncryption,
  ) {}

  /** Makes what a first start lacks, moves in what an older version stored in clear, and reseals after a change of the sealing key. */
  prepare(times: RotationTimes): Promise<void> {
    return this.locked(async (tx) => {
      const adopted = await adoptClearKeys(tx);
      for (const { jwk, madeAtMs } of adopted) await this.insert(tx, 'signing', jwk, madeAtMs);
      if (adopted.length > 0)
        await this.insert(tx, 'signing', await newJwk('signing'), Date.now() + times.publishedAheadMs);
      const rows = await tx.select().from(keys);
      for (const row of rows.filter((one) => !this.encryption.isCurrent(one.sealed))) {
        const sealed = await this.encryption.seal(await this.encryption.open(row.sealed));
        await tx.update(keys).set({ sealed }).where(eq(keys.kid, row.kid));
      }
      await this.succeed(tx, times, Date.now());
    });
  }

  /** Gives every purpose whose key is due a next one, and removes those that nothing needs any more. */
  rotateIfDue(times: RotationTimes): Promise<void> {
    return this.locked((tx) => this.succeed(tx, times, Date.now()));
  }

  /** Gives every purpose a next key, due or not. What is not active yet is left to become so. */
  rotate({ publishedAheadMs }: RotationTimes): Promise<void> {
    return this.locked(async (tx) => {
      for (const purpose of keyPurposes)
        await this.insert(tx, purpose, await newJwk(purpose), Date.now() + publishedAheadMs);
    });
  }

  async load(): Promise<Key[]> {
    const rows = await this.database.drizzle.select().from(keys);
    return Promise.all(rows.map((row) => this.open(row)));
  }

  /** What there is, without what it signs with. */
  async list(): Promise<StoredKey[]> {
    return (await this.database.drizzle.select().from(keys)).map(stored);
  }

  private async succeed(tx: Transaction, { everyMs, publishedAheadMs }: RotationTimes, nowMs: number): Promise<void> {
    const present = (await tx.select().from(keys)).map(stored);
    for (const purpose of keyPurposes) {
      const ofPurpose = present.filter((key) => key.purpose === purpose);
      const newestMs = Math.max(...ofPurpose.map(({ activeFromMs }) => activeFromMs));
      if (ofPurpose.length === 0) await this.insert(tx, purpose, await newJwk(purpose), nowMs);
      else if (newestMs + everyMs <= nowMs + publishedAheadMs) {
        await this.insert(tx, purpose, await newJwk(purpose), nowMs + publishedAheadMs);
      }
      const spent = ofPurpose.filter((key) => isSpent(key, ofPurpose, nowMs)).map(({ kid }) => kid);
      if (spent.length > 0) await tx.delete(keys).where(inArray(keys.kid, spent));
    }
  }

  private async insert(
    tx: Transaction,
    purpose: KeyPurpose,
    jwk: JWK & { kid: string },
    activeMs: number,
  ): Promise<void> {
    const sealed = await this.encryption.seal(Buffer.from(JSON.stringify({ purpose, jwk })));
    await tx.insert(keys).values({ kid: jwk.kid, purpose, sealed, activeFrom: new Date(activeMs) });
  }

  private async open(row: Row): Promise<Key> {
    const known = this.opened.get(row.kid);
    if (known?.activeFromMs === row.activeFrom.getTime()) return known;
    const { purpose, jwk } = JSON.parse(Buffer.from(await this.encryption.open(row.sealed)).toString()) as {
      purpose: KeyPurpose;
      jwk: JWK;
    };
    // What is sealed says itself what it is: rows cannot be made to stand for each other.
    if (purpose !== row.purpose || jwk.kid !== row.kid)
      throw new KeyEncryptionFailed(`the key ${row.kid} is not what it is stored as`);
    const key = await keyOf(purpose, jwk, row.activeFrom.getTime());
    this.opened.set(row.kid, key);
    return key;
  }

  /** Replicas take turns. */
  private locked(work: (tx: Transaction) => Promise<void>): Promise<void> {
    return this.database.transaction(async (tx) => {
      await tx.execute(sql`SELECT pg_advisory_xact_lock(${ringLock})`);
      await work(tx);
    });
  }
}

function stored({ kid, purpose, activeFrom, madeAt }: Row): StoredKey {
  return { kid, purpose, activeFromMs: activeFrom.getTime(), madeAtMs: madeAt.getTime() };
}
