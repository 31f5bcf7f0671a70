import type { Database } from '@downscope/postgres';
import { eq, type SQL, sql } from 'drizzle-orm';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { accounts } from '../accounts/accounts.table.ts';
import { auditEvents } from '../audit/audit-events.ts';
import { auditLine } from '../audit/audit-line.ts';
import { type Command, CommandRefused } from './command.ts';

const options = {
  person: { type: 'string' },
  client: { type: 'string' },
  event: { type: 'string' },
  since: { type: 'string' },
} as const;

type Filters = { readonly [name in keyof typeof options]?: string | undefined };

const rowsAtOnce = 1_000;
const rowsListed = 100;

interface Line {
  readonly at: string;
  readonly event: string;
  readonly client_id?: string;
  readonly subject?: string;
  readonly audience?: string;
  readonly scopes?: readonly string[];
  readonly reason?: string;
  readonly address?: string;
  readonly count: number;
}

/** The newest lines, for a person to read; the oldest of them first. */
export const listAudit: Command = async (database, args) => {
  const which = await filterOf(database, args);
  const { rows } = await database.drizzle.execute<{ line: string }>(
    sql`SELECT ${auditLine} AS line FROM audit WHERE ${which} ORDER BY id DESC LIMIT ${rowsListed}`,
  );
  return rows.map(({ line }) => asText(JSON.parse(line) as Line)).reverse();
};

/** Every line, as JSON, oldest first: a page at a time, so that a long audit is never in memory, and nobody waits for whoever reads. */
export const exportAudit: Command = async (database, args) => pages(database, await filterOf(database, args));

async function* pages(database: Database, which: SQL): AsyncGenerator<string> {
  let last = '0';
  for (;;) {
    const { rows } = await database.drizzle.execute<{ id: string; line: string }>(
      sql`SELECT id, ${auditLine} AS line FROM audit WHERE ${which} AND id > ${last} ORDER BY id LIMIT ${rowsAtOnce}`,
    );
    for (const { line } of rows) yield line;
    const newest = rows.at(-1);
    if (!newest) return;
    last = newest.id;
  }
}

/** @throws CommandRefused naming the option that says nothing */
async function filterOf(database: Database, args: readonly string[]): Promise<SQL> {
  const { person, client, event, since } = parsed(args);
  const filters: SQL[] = [];
  if (person !== undefined) filters.push(sql`subject = ${await subjectOf(database, person)}`);
  if (client !== undefined) filters.push(sql`client_id = ${client}`);
  if (event !== undefined) {
    if (!(auditEvents as readonly string[]).includes(event)) {
      throw new CommandRefused(`--event ${event}: there is ${auditEvents.join(', ')}`);
    }
    filters.push(sql`event = ${event}`);
  }
  if (since !== undefined) {
    const at = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).safeParse(since);
    if (!at.success)
      throw new CommandRefused(`--since ${since}: a date or a time is written as 2026-11-27 or 2026-11-27T08:00:00Z`);
    filters.push(sql`at >= ${at.data}::timestamptz`);
  }
  return filters.length > 0 ? sql.join(filters, sql` AND `) : sql`true`;
}

function parsed(args: readonly string[]): Filters {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new CommandRefused(error instanceof Error ? error.message : String(error));
  }
}

/** By name, or by the id that stands in the audit, which outlives the account. */
async function subjectOf(database: Database, person: string): Promise<string> {
  if (z.uuid().safeParse(person).success) return person.toLowerCase();
  const [account] = await database.drizzle
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.username, person));
  if (!account)
    throw new CommandRefused(`--person ${person}: nobody is called so; of an account that is gone, give its id`);
  return account.id;
}

function asText({ at, event, client_id, subject, audience, scopes, reason, address, count }: Line): string {
  const parts = [
    client_id,
    subject,
    audience,
    scopes?.join(' '),
    reason && `(${reason})`,
    address && `from ${address}`,
  ];
  return [at, event.padEnd(28), ...parts, count > 1 && `${count} times`].filter(Boolean).join('  ');
}
