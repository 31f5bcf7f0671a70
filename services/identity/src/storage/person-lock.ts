import { type SQL, sql } from 'drizzle-orm';
import { digest } from './digest.ts';
import type { UnitMemory, UnitOfWork } from './unit-of-work.ts';

/** What is a person's: it says so in its payload, and ends with what is taken from them. */
const ofPeople: ReadonlySet<string> = new Set(['Session', 'Grant', 'AuthorizationCode', 'AccessToken', 'RefreshToken']);

/** By their ids. */
const lockedPersons: UnitMemory<Set<string>> = { nothing: () => new Set() };

export const isOfPerson = (model: string): boolean => ofPeople.has(model);

/**
 * What a person has is changed by one transaction at a time: each locks the person's own row before anything else of theirs, as a change
 * of the account does by itself. In any other order, two of them that end the same things would wait for each other; and what one of
 * them makes while another ends everything would be left.
 */
export async function lockPerson(unitOfWork: UnitOfWork, accountId: string): Promise<void> {
  if (!unitOfWork.memory(lockedPersons).has(accountId)) await lock(unitOfWork, sql`${accountId}`);
}

export async function lockPersonOfRecord(unitOfWork: UnitOfWork, recordId: string): Promise<void> {
  await lock(unitOfWork, sql`(SELECT payload ->> 'accountId' FROM oidc_records WHERE id_hash = ${digest(recordId)})`);
}

async function lock(unitOfWork: UnitOfWork, accountId: SQL): Promise<void> {
  const { rows } = await unitOfWork.query((tx) =>
    tx.execute<{ id: string }>(sql`SELECT id FROM accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`),
  );
  for (const { id } of rows) unitOfWork.memory(lockedPersons).add(id);
}
