import { eventTables } from '@downscope/events';
import type { Migrations } from '@downscope/postgres';

/** The tables of this service's database, in the order that they are made in. */
export const migrations: Migrations = { events: eventTables, billing: new URL('../migrations/', import.meta.url) };
