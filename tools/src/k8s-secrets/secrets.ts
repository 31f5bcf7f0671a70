import { databaseOwners, listed } from '@downscope/local/service-list.ts';
import { randomBytes } from 'node:crypto';

/** Each has one database and one role of its name. The namespace is that of the service, which alone reads its secret. */
const owners = Object.fromEntries(databaseOwners.map((name) => [name, listed(name).namespace]));

/** What identity's tables belong to: for its init container alone. */
const identityOwner = 'identity_owner';

const roles = ['superuser', ...Object.keys(owners), identityOwner];

export type Passwords = Readonly<Record<string, string>>;

export interface Secret {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly stringData: Readonly<Record<string, string>>;
}

/** One password per role: what is there stays, for the database on its volume knows no other. */
export function completed(present: Passwords): Passwords {
  return Object.fromEntries(roles.map((role) => [role, present[role] ?? randomBytes(24).toString('base64url')]));
}

/** What identity seals the keys in its database by, newest first. Without it they open no more, so what is there stays. */
export function keyEncryptionSecret(present: string | undefined): Secret {
  return secret('identity', 'identity-key-encryption', { key: present ?? randomBytes(32).toString('base64url') });
}

/** The passwords as PostgreSQL's init script reads them, and one connection string per service. */
export function secretsOf(passwords: Passwords): Secret[] {
  return [
    secret('data', 'postgres', passwords),
    ...Object.entries(owners).map(([service, namespace]) =>
      secret(namespace, `${service}-database`, { url: databaseUrl(service, service, passwords) }),
    ),
    secret('identity', 'identity-database-owner', { url: databaseUrl('identity', identityOwner, passwords) }),
  ];
}

export const secret = (namespace: string, name: string, stringData: Secret['stringData']): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  stringData,
});

function databaseUrl(service: string, role: string, { [role]: password = '' }: Passwords): string {
  return `postgresql://${role}:${password}@postgres.data.svc.cluster.local:5432/${service}`;
}
