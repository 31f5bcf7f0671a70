import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { EventEmitter, once } from 'node:events';
import type { Database } from '../src/database.ts';
import { Notifications } from '../src/notifications.ts';
import { PostgresServer } from '../src/testing/postgres-server.ts';
import { aDatabase } from './a-database.ts';

jest.setTimeout(60_000);

let server: PostgresServer;
let database: Database;
let listening: { readonly news: EventEmitter; readonly stop: () => Promise<void> };
beforeAll(async () => {
  server = await PostgresServer.start();
  database = aDatabase(server.url);
});
afterEach(() => listening.stop());
afterAll(async () => {
  await database.close();
  await server.stop();
});

/** Listens, and has begun to. */
async function listen(channel: string): Promise<EventEmitter> {
  const news = new EventEmitter();
  const ending = new AbortController();
  const ended = new Notifications(database).listen(channel, () => news.emit('news'), ending.signal);
  listening = {
    news,
    stop: () => {
      ending.abort();
      return ended;
    },
  };
  await once(news, 'news');
  return news;
}

const notify = (channel: string): Promise<unknown> => database.drizzle.execute(sql`SELECT pg_notify(${channel}, '')`);
const soon = { signal: AbortSignal.timeout(30_000) };

describe('Notifications', () => {
  it('tell what was committed, within 100 ms', async () => {
    const news = once(await listen('a channel'), 'news', soon);
    const before = performance.now();
    await notify('a channel');
    await news;
    expect(performance.now() - before).toBeLessThan(100);
  });

  it('say nothing of what is not committed, nor of another channel', async () => {
    let count = 0;
    const news = (await listen('a channel')).on('news', () => (count += 1));
    await database
      .transaction(async (tx) => {
        await tx.execute(sql`SELECT pg_notify('a channel', 'undone')`);
        throw new Error('undone');
      })
      .catch(() => undefined);
    await notify('another channel');
    const told = once(news, 'news', soon);
    await notify('a channel');
    await told;
    expect(count).toBe(1);
  });

  it('go on after the connection was lost, and wake whoever listens: something may have come meanwhile', async () => {
    const news = await listen('a channel');
    const again = once(news, 'news', soon);
    await database.drizzle.execute(
      sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`,
    );
    await again;
    const told = once(news, 'news', soon);
    await notify('a channel');
    await expect(told).resolves.toEqual([]);
  });
});
