import { randomUUID } from 'node:crypto';
import { passwordOf, type Person } from './people.ts';
import type { Credentials } from './sign-in.ts';
import type { StackClient } from './stack-client.ts';

interface OwnAccount {
  /** How its username begins. */
  readonly name: string;
  /** Whose password it has, and whose attributes, where none are given. */
  readonly like: Person;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** An account of a spec's own, which it may change. */
export async function ownAccount(
  stack: StackClient,
  { name, like, attributes }: OwnAccount,
): Promise<Credentials & { readonly id: string }> {
  const id = randomUUID();
  const username = `${name}-${id}`;
  await stack.query(
    'identity',
    `INSERT INTO accounts (id, username, password_hash, attributes)
     SELECT $1, $2, password_hash, coalesce($3::jsonb, attributes) FROM accounts WHERE username = $4`,
    [id, username, attributes ? JSON.stringify(attributes) : null, like],
  );
  return { id, username, password: passwordOf(like) };
}
