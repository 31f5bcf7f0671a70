import type { Database } from '@downscope/postgres';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Environment } from '../identity.config.ts';
import { accounts } from './accounts.table.ts';
import type { Passwords } from './passwords.ts';

const seedSchema = z.strictObject({
  accounts: z.array(
    z.strictObject({
      id: z.uuid(),
      username: z.string().min(1),
      password: z.string().min(1),
      attributes: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

/** Known passwords were to be seeded where real people log in. */
export class SeedRefused extends Error {
  readonly code = 'seed_refused';

  constructor() {
    super('ACCOUNTS_FILE holds passwords that everybody knows: not in production');
    this.name = 'SeedRefused';
  }
}

/**
 * Adds the accounts of a file that are not there yet.
 *
 * @throws SeedRefused in production
 */
export async function seedAccounts(
  database: Database,
  passwords: Passwords,
  file: string,
  environment: Environment,
): Promise<void> {
  if (environment === 'production') throw new SeedRefused();
  const seed = seedSchema.parse(parse(readFileSync(file, 'utf8')));
  const present = await database.drizzle.select({ id: accounts.id }).from(accounts);
  const ids = new Set(present.map(({ id }) => id));
  for (const { password, ...account } of seed.accounts.filter(({ id }) => !ids.has(id))) {
    const passwordHash = await passwords.hash(password);
    await database.drizzle
      .insert(accounts)
      .values({ ...account, passwordHash })
      .onConflictDoNothing();
  }
}
