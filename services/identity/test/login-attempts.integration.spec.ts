import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { Accounts } from '../src/accounts/accounts.ts';
import { KnownBrowsers } from '../src/accounts/known-browsers.ts';
import { type Attempt, LoginAttempts, LoginDelayed } from '../src/accounts/login-attempts.ts';
import { HashingBusy, Passwords } from '../src/accounts/passwords.ts';
import { UnitOfWork } from '../src/storage/unit-of-work.ts';
import { Sweep } from '../src/sweep/sweep.ts';
import { IdentityDatabase } from './identity-database.ts';

// On a busy machine the database takes as long as it takes.
jest.setTimeout(120_000);

let server: IdentityDatabase;
let database: Database;
let attempts: LoginAttempts;
let replica: LoginAttempts;
beforeAll(async () => {
  server = await IdentityDatabase.start();
  database = server.connect();
  attempts = new LoginAttempts(database);
  replica = new LoginAttempts(server.connect());
}, 60_000);
afterAll(() => server.stop());
beforeEach(() => database.drizzle.execute(sql`DELETE FROM login_attempts; DELETE FROM known_browsers`));

const alices: Attempt = { username: 'alice', address: '203.0.113.1', knownBrowser: undefined };
const from = (network: number): Attempt => ({ ...alices, address: `198.51.100.${network}` });

async function guess(attempt: Attempt, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) await attempts.failed(attempt);
}

/** How long the attempt has to wait; 0 when it was its turn. */
async function wait(attempt: Attempt, by = attempts): Promise<number> {
  try {
    await by.begin(attempt);
    return 0;
  } catch (error) {
    if (error instanceof LoginDelayed) return error.retryAfterSeconds;
    throw error;
  }
}

/** Time passes, as far as the waits are concerned. */
const pass = (seconds: number) =>
  database.drizzle.execute(sql`UPDATE login_attempts SET next_at = next_at - make_interval(secs => ${seconds}),
    expires_at = expires_at - make_interval(secs => ${seconds})`);

describe('wrong passwords', () => {
  it('cost nothing at first, then the next attempt waits, and each time twice as long, up to a minute', async () => {
    const waits: number[] = [];
    for (let turn = 0; turn < 14; turn += 1) {
      waits.push(await wait(alices));
      await pass(60);
      await attempts.failed(alices);
    }
    expect(waits).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('are counted by all replicas alike', async () => {
    await guess(alices, 8);
    expect(await wait(alices, replica)).toBe(8);
  });

  it('never lock out: after the wait it is the turn of one attempt, and its right password ends the count', async () => {
    await guess(alices, 8);
    expect(await wait(alices)).toBe(8);
    await pass(8);
    const outcomes = await Promise.all([wait(alices), wait(alices, replica), wait(alices)]);
    expect(outcomes.filter((seconds) => seconds === 0)).toHaveLength(1);
    await attempts.succeeded(alices);
    expect(await wait(alices)).toBe(0);
  });

  it('cost nobody their turn whose password is not looked at after all', async () => {
    const passwords = new Passwords();
    const accounts = new Accounts(database, new UnitOfWork(database), passwords, attempts);
    await guess(alices, 8);
    await pass(8);
    const others = Array.from({ length: 16 }, () => passwords.matches(undefined, 'a stranger'));
    await expect(accounts.logIn(alices, 'wrong')).rejects.toBeInstanceOf(HashingBusy);
    await Promise.all(others);
    expect(await wait(alices, replica)).toBe(0);
    await passwords.onApplicationShutdown();
  });

  it('of one network slow down its guesses at other names, whether they are somebody or not', async () => {
    for (let turn = 0; turn < 33; turn += 1) await attempts.failed({ ...alices, username: `nobody-${turn}` });
    expect(await wait({ ...alices, username: 'bob' })).toBe(8);
    expect(await wait({ ...from(1), username: 'bob' })).toBe(0);
  });

  it('from everywhere slow down guesses at one name from anywhere, and no other name', async () => {
    for (let turn = 0; turn < 40; turn += 1) await attempts.failed(from(turn));
    expect(await wait(from(200))).toBe(30);
    expect(await wait({ ...from(200), username: 'bob' })).toBe(0);
  });

  it('of others do not slow down a browser in which the person has logged in before; its own do', async () => {
    const known = { ...alices, knownBrowser: 'its-digest' };
    for (let turn = 0; turn < 40; turn += 1) await attempts.failed(from(turn));
    await guess(alices, 20);
    expect(await wait(alices)).toBeGreaterThan(0);
    expect(await wait(known)).toBe(0);
    await guess(known, 11);
    expect(await wait(known)).toBe(2);
  });

  it('are counted in one interaction without a wait', async () => {
    expect([await attempts.failedIn('uid'), await attempts.failedIn('uid'), await attempts.failedIn('other')]).toEqual([
      1, 2, 1,
    ]);
  });

  it('are forgotten after an hour, and their rows go', async () => {
    await guess(alices, 8);
    await pass(3601);
    expect(await wait(alices)).toBe(0);
    await new Sweep(database).run();
    expect((await database.drizzle.execute(sql`SELECT FROM login_attempts`)).rows).toEqual([]);
  });
});

describe('a known browser', () => {
  const alice = randomUUID();
  beforeAll(() =>
    database.drizzle.execute(
      sql`INSERT INTO accounts (id, username, password_hash, attributes) VALUES (${alice}, 'alice', '', '{}')`,
    ),
  );

  it('is known to the account alone that was logged in to', async () => {
    const browsers = new KnownBrowsers(database);
    const held = await browsers.remember(undefined, alice);
    expect(await browsers.find(held, 'alice')).toBeDefined();
    expect(await browsers.find(held, 'bob')).toBeUndefined();
    expect(await browsers.find(undefined, 'alice')).toBeUndefined();
    expect(await browsers.remember(held, alice)).toBe(held);
  });

  it('is given a value of ours, whatever was planted', async () => {
    const planted = 'x'.repeat(43);
    expect(await new KnownBrowsers(database).remember(planted, alice)).not.toBe(planted);
  });

  it('is forgotten in time, and its row goes', async () => {
    const browsers = new KnownBrowsers(database);
    const held = await browsers.remember(undefined, alice);
    await database.drizzle.execute(sql`UPDATE known_browsers SET expires_at = now()`);
    expect(await browsers.find(held, 'alice')).toBeUndefined();
    await new Sweep(database).run();
    expect((await database.drizzle.execute(sql`SELECT FROM known_browsers`)).rows).toEqual([]);
  });
});

it('count wherever a password is asked for', async () => {
  const passwords = new Passwords();
  const unitOfWork = new UnitOfWork(database);
  const accounts = new Accounts(database, unitOfWork, passwords, attempts);
  const nobodys = { ...alices, username: 'nobody' };
  for (let turn = 0; turn < 5; turn += 1) {
    expect(await accounts.logIn(nobodys, 'wrong')).toEqual({ succeeded: false });
  }
  await expect(accounts.logIn(nobodys, 'wrong')).rejects.toBeInstanceOf(LoginDelayed);
  await passwords.onApplicationShutdown();
});
