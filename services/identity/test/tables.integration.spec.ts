import { tableDifferences, tableNamesIn } from '@downscope/postgres/testing';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { getTableName } from 'drizzle-orm';
import { accounts } from '../src/accounts/accounts.table.ts';
import { knownBrowsers } from '../src/accounts/known-browsers.ts';
import { loginAttempts } from '../src/accounts/login-attempts.table.ts';
import { audit } from '../src/audit/audit.ts';
import { grantClaims } from '../src/claims/grant-claims.ts';
import { keys } from '../src/keys/keys.table.ts';
import { passkeys } from '../src/passkeys/passkeys.ts';
import {
  receipts,
  removedSubjects,
  securityEvents,
  streams,
  verifications,
} from '../src/security-events/security-events.tables.ts';
import { oidcRecords } from '../src/storage/oidc-records.table.ts';
import { IdentityDatabase } from './identity-database.ts';

jest.setTimeout(120_000);

let database: IdentityDatabase;
beforeAll(async () => {
  database = await IdentityDatabase.start();
});
afterAll(() => database.stop());

const tables = [
  accounts,
  knownBrowsers,
  loginAttempts,
  audit,
  grantClaims,
  keys,
  passkeys,
  oidcRecords,
  securityEvents,
  streams,
  receipts,
  verifications,
  removedSubjects,
];

it('every table that Drizzle is told of is as the migrations make it', async () => {
  expect(tables.map(getTableName).sort()).toEqual(tableNamesIn(new URL('../src/', import.meta.url)));
  expect(await tableDifferences(database.url, tables)).toEqual([]);
});
