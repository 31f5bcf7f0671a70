import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { type DatabaseOwner, databaseOwners } from '../stack.ts';
import { keptPrivately } from './private-files.ts';

export type DatabasePasswords = Record<DatabaseOwner | 'superuser', string>;

/** Random, made at the first start, and kept beside the data. */
export const databasePasswords = (file: string): Promise<DatabasePasswords> =>
  keptPrivately(file, () => {
    const entries = ['superuser', ...databaseOwners].map((owner) => [owner, randomBytes(24).toString('base64url')]);
    return Object.fromEntries(entries) as DatabasePasswords;
  });

export interface Provision {
  readonly adminUrl: string;
  readonly stack: string;
  readonly passwords: DatabasePasswords;
  /** Nobody else uses this server, so its other databases are closed to the roles too. */
  readonly ownServer: boolean;
  /** Drops what an earlier start left. */
  readonly fresh: boolean;
}

/** One database and one role per service, named {stack}_{service}; each role may connect to its own alone. Answers their URLs. */
export async function provideDatabases(provision: Provision): Promise<Record<DatabaseOwner, string>> {
  const { adminUrl, ownServer } = provision;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    if (ownServer) await admin.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC');
    const urls: [DatabaseOwner, string][] = [];
    for (const owner of databaseOwners) urls.push([owner, await provideDatabase(admin, owner, provision)]);
    return Object.fromEntries(urls) as Record<DatabaseOwner, string>;
  } finally {
    await admin.end();
  }
}

async function provideDatabase(
  admin: Client,
  owner: DatabaseOwner,
  { adminUrl, stack, passwords, fresh }: Provision,
): Promise<string> {
  const name = `${stack}_${owner}`.replaceAll('-', '_');
  const quoted = escapeIdentifier(name);
  const password = escapeLiteral(passwords[owner]);
  if (fresh) await admin.query(`DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`);
  if (await exists(admin, 'SELECT FROM pg_roles WHERE rolname = $1', name)) {
    await admin.query(`ALTER ROLE ${quoted} PASSWORD ${password}`);
  } else {
    await admin.query(`CREATE ROLE ${quoted} LOGIN PASSWORD ${password}`);
    // An administrator who is no superuser may make a database for that role only as its member.
    await admin.query(`GRANT ${quoted} TO CURRENT_USER`);
  }
  if (!(await exists(admin, 'SELECT FROM pg_database WHERE datname = $1', name))) {
    await admin.query(`CREATE DATABASE ${quoted} OWNER ${quoted}`);
  }
  await admin.query(`REVOKE ALL ON DATABASE ${quoted} FROM PUBLIC`);
  return urlOf(adminUrl, name, passwords[owner]);
}

const exists = async (admin: Client, query: string, name: string): Promise<boolean> =>
  (await admin.query(query, [name])).rowCount === 1;

function urlOf(adminUrl: string, name: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = name;
  url.password = password;
  url.pathname = `/${name}`;
  return url.href;
}
