import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { type DatabaseOwner, databaseOwners } from '../stack.ts';
import { keptPrivately } from './private-files.ts';

export type DatabasePasswords = Record<DatabaseOwner | 'superuser', string>;

const newPassword = (): string => randomBytes(24).toString('base64url');

/** Random, made at the first start, and kept beside the data. */
export const databasePasswords = (file: string): Promise<DatabasePasswords> =>
  keptPrivately(file, () => {
    const entries = ['superuser', ...databaseOwners].map((owner) => [owner, newPassword()]);
    return Object.fromEntries(entries) as DatabasePasswords;
  });

/** That of the role that identity's tables belong to. */
export const ownerPassword = (file: string): Promise<string> => keptPrivately(file, newPassword);

export interface Databases {
  /** Each service's connection string. */
  readonly urls: Record<DatabaseOwner, string>;
  /** For whoever migrates identity's database: its tables are not the service's own. */
  readonly identityOwner: string;
}

export interface Provision {
  readonly adminUrl: string;
  readonly stack: string;
  readonly passwords: DatabasePasswords;
  /** Of the role that owns identity's tables. */
  readonly ownerPassword: string;
  /** Nobody else uses this server, so its other databases are closed to the roles too. */
  readonly ownServer: boolean;
  /** Drops what an earlier start left. */
  readonly fresh: boolean;
}

/** One database and one role per service, named {stack}_{service}; each role may connect to its own alone. */
export async function provideDatabases(provision: Provision): Promise<Databases> {
  const { adminUrl, ownServer } = provision;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    if (ownServer) await admin.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC');
    const urls: [DatabaseOwner, string][] = [];
    for (const owner of databaseOwners) urls.push([owner, await provideDatabase(admin, owner, provision)]);
    const identityOwner = await provideOwner(admin, 'identity', provision);
    return { urls: Object.fromEntries(urls) as Record<DatabaseOwner, string>, identityOwner };
  } finally {
    await admin.end();
  }
}

async function provideDatabase(
  admin: Client,
  owner: DatabaseOwner,
  { adminUrl, stack, passwords, fresh }: Provision,
): Promise<string> {
  const name = nameOf(stack, owner);
  const quoted = escapeIdentifier(name);
  if (fresh) await admin.query(`DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`);
  await provideRole(admin, name, passwords[owner]);
  if (!(await exists(admin, 'SELECT FROM pg_database WHERE datname = $1', name))) {
    await admin.query(`CREATE DATABASE ${quoted} OWNER ${quoted}`);
  }
  await admin.query(`REVOKE ALL ON DATABASE ${quoted} FROM PUBLIC`);
  return urlOf(adminUrl, name, { name, password: passwords[owner] });
}

/** Gives a service's database, and all that is in it, to a role that the service is not. Answers that role's URL. */
async function provideOwner(
  admin: Client,
  service: DatabaseOwner,
  { adminUrl, stack, ownerPassword: password }: Provision,
): Promise<string> {
  const database = nameOf(stack, service);
  const name = `${database}_owner`;
  await provideRole(admin, name, password);
  await admin.query(`ALTER DATABASE ${escapeIdentifier(database)} OWNER TO ${escapeIdentifier(name)}`);
  // The owner before has no right left.
  await admin.query(`GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${escapeIdentifier(database)}`);
  // What an earlier version made as the service itself.
  const inside = new Client({ connectionString: urlOf(adminUrl, database) });
  await inside.connect();
  try {
    await inside.query(`REASSIGN OWNED BY ${escapeIdentifier(database)} TO ${escapeIdentifier(name)}`);
  } finally {
    await inside.end();
  }
  return urlOf(adminUrl, database, { name, password });
}

async function provideRole(admin: Client, name: string, password: string): Promise<void> {
  const quoted = escapeIdentifier(name);
  if (await exists(admin, 'SELECT FROM pg_roles WHERE rolname = $1', name)) {
    await admin.query(`ALTER ROLE ${quoted} PASSWORD ${escapeLiteral(password)}`);
    return;
  }
  await admin.query(`CREATE ROLE ${quoted} LOGIN PASSWORD ${escapeLiteral(password)}`);
  // An administrator who is no superuser may make a database for that role only as its member.
  await admin.query(`GRANT ${quoted} TO CURRENT_USER`);
}

const nameOf = (stack: string, service: DatabaseOwner): string => `${stack}_${service}`.replaceAll('-', '_');

const exists = async (admin: Client, query: string, name: string): Promise<boolean> =>
  (await admin.query(query, [name])).rowCount === 1;

/** @param role the administrator, unless another */
function urlOf(
  adminUrl: string,
  database: string,
  role?: { readonly name: string; readonly password: string },
): string {
  const url = new URL(adminUrl);
  if (role) {
    url.username = role.name;
    url.password = role.password;
  }
  url.pathname = `/${database}`;
  return url.href;
}
