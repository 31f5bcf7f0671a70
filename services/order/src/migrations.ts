import { eventTables } from '@downscope/events';
import { idempotencyTables } from '@downscope/idempotency';
import type { Migrations } from '@downscope/postgres';

/** The tables of this service's database, in the order that they are made in. */
export const migrations: Migrations = {
  events: eventTables,
  idempotency: idempotencyTables,
  order: new URL('../migrations/', import.meta.url),
};
