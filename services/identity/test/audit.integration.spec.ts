import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { fastify } from 'fastify';
import { randomUUID } from 'node:crypto';
import { AuditTrail } from '../src/audit/audit-trail.ts';
import type { AuditEvent } from '../src/audit/audit-events.ts';
import type { AuditEntry } from '../src/audit/audit.ts';
import { RefusalCounts } from '../src/audit/refusal-counts.ts';
import { rememberCallers } from '../src/callers/caller.ts';
import { UnitOfWork } from '../src/storage/unit-of-work.ts';
import { IdentityDatabase } from './identity-database.ts';

// On a busy machine the database takes as long as it takes.
jest.setTimeout(120_000);

let server: IdentityDatabase;
let database: Database;
let owner: Database;
let refusals: RefusalCounts;
let unitOfWork: UnitOfWork;
let trail: AuditTrail;
const listener = fastify();

beforeAll(async () => {
  server = await IdentityDatabase.start();
  database = server.connect();
  owner = server.connectAsOwner();
  rememberCallers(listener, { behindEdge: true });
  listener.post<{ Body: AuditEntry }>('/', ({ body }) => trail.recordAlone(body));
  await listener.ready();
}, 60_000);
afterAll(async () => {
  await listener.close();
  await server.stop();
});
beforeEach(async () => {
  await owner.drizzle.execute(sql`ALTER TABLE audit DISABLE TRIGGER audit_is_not_emptied`);
  await owner.drizzle.execute(sql`TRUNCATE audit`);
  await owner.drizzle.execute(sql`ALTER TABLE audit ENABLE TRIGGER audit_is_not_emptied`);
  refusals = new RefusalCounts(database);
  unitOfWork = new UnitOfWork(database);
  trail = new AuditTrail(unitOfWork, database, refusals);
});

const from = (address: string, entry: AuditEntry) =>
  listener.inject({
    method: 'POST',
    url: '/',
    payload: entry,
    headers: { 'x-forwarded-for': address, 'user-agent': 'a browser' },
  });

const rows = async () =>
  (
    await database.drizzle.execute(
      sql`SELECT event, subject, reason, address, user_agent, count FROM audit ORDER BY id`,
    )
  ).rows;

describe('the audit', () => {
  it('has what happened, and where it came from, as soon as it is true', async () => {
    const subject = randomUUID();
    await from('203.0.113.9', { event: 'login.succeeded', subject });
    expect(await rows()).toEqual([
      { event: 'login.succeeded', subject, reason: null, address: '203.0.113.9', user_agent: 'a browser', count: 1 },
    ]);
  });

  it('has no token that was sent by mistake where a name belongs', async () => {
    const token = 'eyJhbGciOiJQUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';
    await from('203.0.113.9', { event: 'exchange.refused', audience: token, scopes: [token, 'orders_read'] });
    await from('203.0.113.9', { event: 'exchange.refused', audience: 'urn:downscope:order' });
    const { rows: written } = await database.drizzle.execute(sql`SELECT audience, scopes FROM audit ORDER BY id`);
    expect(written).toEqual([
      { audience: '(not a name)', scopes: ['(not a name)', 'orders_read'] },
      { audience: 'urn:downscope:order', scopes: null },
    ]);
  });

  it('has what was stored along with it, and nothing of what came to nothing', async () => {
    const storing = (event: AuditEvent, afterwards: () => void) =>
      unitOfWork.run(async () => {
        await unitOfWork.query((tx) => tx.execute(sql`DELETE FROM login_attempts`));
        trail.record({ event, subject: randomUUID() });
        afterwards();
      });
    await storing('login.succeeded', () => undefined);
    const fails = storing('consent.given', () => {
      throw new Error('on purpose');
    });
    await expect(fails).rejects.toThrow('on purpose');
    expect(await rows()).toMatchObject([{ event: 'login.succeeded' }]);
  });

  it('is written before the request ends that it is of, or that request fails', async () => {
    const entry: AuditEntry = { event: 'login.succeeded', subject: randomUUID() };
    await owner.drizzle.execute(sql`ALTER TABLE audit RENAME TO audit_elsewhere`);
    const { statusCode } = await from('203.0.113.9', entry);
    await owner.drizzle.execute(sql`ALTER TABLE audit_elsewhere RENAME TO audit`);
    expect(statusCode).toBe(500);
    expect(await from('203.0.113.9', entry)).toMatchObject({ statusCode: 200 });
  });

  it('has each wrong password of a person', async () => {
    const subject = randomUUID();
    for (let turn = 0; turn < 3; turn += 1) await from('203.0.113.9', { event: 'login.failed', subject });
    expect(await rows()).toHaveLength(3);
  });

  it('has one row for each kind and network of what strangers do in a minute, however often', async () => {
    for (let turn = 0; turn < 50; turn += 1) {
      await from(`2001:db8::${turn}`, { event: 'client.authentication_failed', reason: `reason ${turn}` });
    }
    await from('203.0.113.9', { event: 'client.authentication_failed' });
    await from('203.0.113.9', { event: 'authorization.refused' });
    expect(await rows()).toEqual([]);

    await refusals.write();
    expect(await rows()).toMatchObject([
      { event: 'client.authentication_failed', reason: 'reason 0', address: '2001:db8::', count: 50 },
      { event: 'client.authentication_failed', address: '203.0.113.9', count: 1 },
      { event: 'authorization.refused', address: '203.0.113.9', count: 1 },
    ]);
    await refusals.write();
    expect(await rows()).toHaveLength(3);
  });

  it('has a bounded number of them, from however many networks', async () => {
    for (let turn = 0; turn < 1200; turn += 1) {
      await from(`198.51.${Math.floor(turn / 250)}.${turn % 250}`, { event: 'logout.refused' });
    }
    await refusals.write();
    const written = await rows();
    expect(written).toHaveLength(1001);
    expect(written.at(-1)).toMatchObject({ address: null, count: 200 });
  });

  it('gets what was counted when the process ends, and what it could not take at the next time', async () => {
    await from('203.0.113.9', { event: 'logout.refused' });
    await owner.drizzle.execute(sql`ALTER TABLE audit RENAME TO audit_elsewhere`);
    await refusals.write();
    await owner.drizzle.execute(sql`ALTER TABLE audit_elsewhere RENAME TO audit`);
    await from('203.0.113.9', { event: 'logout.refused' });
    await refusals.beforeApplicationShutdown();
    expect(await rows()).toMatchObject([{ event: 'logout.refused', count: 2 }]);
  });
});
