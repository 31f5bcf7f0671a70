import { queryDatabase } from '@downscope/e2e/support/databases.ts';
import { tableLines } from '../walkthrough/table.ts';

/** An event that must have an effect elsewhere, and has had none that its service knows of. */
export interface WaitingEvent {
  readonly type: string;
  readonly subject: string;
  readonly since: Date;
  readonly announcedAgain: number;
}

/** What waits in these databases, the oldest first. One without such a table announces nothing. */
export async function waitingIn(databaseUrls: readonly string[]): Promise<WaitingEvent[]> {
  const found = await Promise.all(databaseUrls.map(waitingInOne));
  return found.flat().sort((a, b) => a.since.getTime() - b.since.getTime());
}

async function waitingInOne(url: string): Promise<WaitingEvent[]> {
  const tables = await queryDatabase(url, "SELECT FROM pg_tables WHERE tablename = 'outbox_awaited'", []);
  if (tables.length === 0) return [];
  const rows = await queryDatabase(
    url,
    'SELECT type, subject, added_at AS since, announced_again AS "announcedAgain" FROM outbox_awaited',
    [],
  );
  return rows as unknown as WaitingEvent[];
}

export function printWaiting(events: readonly WaitingEvent[]): void {
  const rows = events.map(({ type, subject, since, announcedAgain }) => [
    type,
    subject,
    since.toISOString(),
    String(announcedAgain),
  ]);
  for (const line of tableLines(['event', 'subject', 'since', 'announced again'], rows)) console.log(line);
}
