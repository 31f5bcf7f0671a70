import { eq, sql } from 'drizzle-orm';
import { accounts } from '../accounts/accounts.table.ts';
import { auditRow } from '../audit/audit.ts';
import { insertAudit } from '../audit/insert-audit.ts';
import { oidcRecords } from '../storage/oidc-records.table.ts';
import { type Command, CommandRefused } from './command.ts';

/**
 * Ends every session, grant, code and token of a person, in one transaction. The account stays, and may log in again.
 *
 * @throws CommandRefused when nobody has the name
 */
export const endEverythingOf: Command = (database, [username = '']) =>
  database.transaction(async (tx) => {
    // Locked before what they have, as by whoever else changes that (storage/person-lock.ts).
    const ofName = tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.username, username));
    const [account] = await ofName.for('no key update');
    if (!account) throw new CommandRefused(`nobody is called ${JSON.stringify(username)}`);
    await tx.execute(sql`SELECT set_config('security_events.initiator', 'admin', true)`);
    const ended = await tx
      .delete(oidcRecords)
      .where(eq(sql`${oidcRecords.payload} ->> 'accountId'`, account.id))
      .returning({ model: oidcRecords.model });
    await insertAudit(tx, [auditRow({ event: 'account.everything_ended', subject: account.id })]);
    const sessions = ended.filter(({ model }) => model === 'Session').length;
    return [`${username}: ended ${sessions} sessions, ${ended.length - sessions} grants, codes and tokens`];
  });
