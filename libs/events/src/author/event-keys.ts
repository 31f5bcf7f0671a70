import { Injectable } from '@nestjs/common';
import { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import type { JWK } from 'jose';

// At least a day, which is how long a key signs, and what topics keep records (seven days). At most what the inbox remembers ids
// (thirty days): an event that was recorded cannot be played again once the inbox has forgotten it.
const keepDays = 28;

/** The public keys of a service's events, those of all its replicas, past ones among them. */
@Injectable()
export class EventKeys {
  constructor(private readonly database: Database) {}

  /** Resolves when whoever asks any replica finds it. */
  async publish(kid: string, jwk: JWK): Promise<void> {
    await this.database.drizzle.execute(
      sql`INSERT INTO event_keys (kid, jwk) VALUES (${kid}, ${JSON.stringify(jwk)}::jsonb)`,
    );
    await this.database.drizzle.execute(
      sql`DELETE FROM event_keys WHERE published_at < now() - make_interval(days => ${keepDays})`,
    );
  }

  async published(): Promise<JWK[]> {
    const { rows } = await this.database.drizzle.execute<{ jwk: JWK }>(
      sql`SELECT jwk FROM event_keys WHERE published_at > now() - make_interval(days => ${keepDays})`,
    );
    return rows.map(({ jwk }) => jwk);
  }
}
