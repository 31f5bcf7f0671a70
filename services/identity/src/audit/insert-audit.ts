import { getTableColumns, sql } from 'drizzle-orm';
import { type Connection, prepared } from '../storage/prepared.ts';
import { audit, type auditRow } from './audit.ts';

type Row = ReturnType<typeof auditRow>;

/** But for what the database says itself. The names are those of the table in TypeScript, as a row has them. */
const columns = Object.entries(getTableColumns(audit)).filter(([name]) => name !== 'at');
const names = columns.map(([name]) => sql.identifier(name));
const typed = columns.map(([name, column]) => sql`${sql.identifier(name)} ${sql.raw(column.getSQLType())}`);

/** One text however many rows there are, which come as JSON: to write, parse and plan it for each number of rows costs more than to insert them. */
const insertion = prepared((db) =>
  db
    .insert(audit)
    .select(
      sql`SELECT ${sql.join(names, sql`, `)} FROM json_to_recordset(${sql.placeholder('rows')}::json) AS line (${sql.join(typed, sql`, `)})`,
    )
    .prepare('audit_insert'),
);

export async function insertAudit(db: Connection, rows: readonly Row[]): Promise<void> {
  await insertion(db).execute({ rows: JSON.stringify(rows) });
}
