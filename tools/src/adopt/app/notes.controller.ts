import { defineEvent, Outbox } from '@downscope/events';
import { ClaimsPrincipal, Principal, RequireScope } from '@downscope/guards';
import { IdempotencyKey, IdempotencyKeys } from '@downscope/idempotency';
import { Database } from '@downscope/postgres';
import { Controller, Get, Post } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const NoteTaken = defineEvent({ type: 'test.note.taken', topic: 'notes', data: z.object({ id: z.uuid() }) });

interface Note {
  readonly id: string;
}

@Controller('notes')
export class NotesController {
  readonly #database: Database;
  readonly #keys: IdempotencyKeys;
  readonly #outbox: Outbox;

  constructor(database: Database, keys: IdempotencyKeys, outbox: Outbox) {
    this.#database = database;
    this.#keys = keys;
    this.#outbox = outbox;
  }

  /** Once for a key, and announced with the transaction that keeps the answer. */
  @Post()
  @RequireScope('notes_write')
  take(@Principal() principal: ClaimsPrincipal, @IdempotencyKey() key: string | undefined): Promise<Note> {
    return this.#keys.once(
      { by: principal, key: key ?? randomUUID(), request: {} },
      async (attempt) => {
        const note = { id: randomUUID() };
        await this.#database.transaction(async (transaction) => {
          await this.#outbox.add(transaction, NoteTaken, note.id, note);
          await this.#keys.complete(transaction, attempt, note);
        });
        return note;
      },
      (kept) => kept,
    );
  }

  @Get('announced')
  @RequireScope('notes_write')
  async announced(): Promise<object> {
    const { rows } = await this.#database.drizzle.execute(sql`SELECT event ->> 'subject' AS id FROM outbox`);
    return rows;
  }
}
