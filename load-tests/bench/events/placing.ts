import { randomUUID } from 'node:crypto';
import type { Transaction } from '@downscope/postgres';
import { sql } from 'drizzle-orm';
import { OrderPlaced, placed, type Service } from './service.ts';

const orders = 3_000;
const atOnce = 12;

const insert = (transaction: Transaction, id: string): Promise<unknown> =>
  transaction.execute(sql`INSERT INTO bench_rows (id, body) VALUES (${id}, ${JSON.stringify(placed(id))}::jsonb)`);

async function perSecond(
  { database }: Service,
  work: (transaction: Transaction, id: string) => Promise<void>,
): Promise<number> {
  let left = orders;
  const since = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await database.transaction((transaction) => work(transaction, randomUUID()));
    }),
  );
  return orders / ((performance.now() - since) / 1000);
}

/** A row in a transaction, and nothing else. */
export const barely = (service: Service): Promise<number> =>
  perSecond(service, async (transaction, id) => {
    await insert(transaction, id);
  });

/** The same, announced. Its relay waits: what it costs is measured beside. */
export async function announced(service: Service): Promise<number> {
  await service.holdRelay();
  const measured = await perSecond(service, async (transaction, id) => {
    await insert(transaction, id);
    await service.outbox.add(transaction, OrderPlaced, id, placed(id));
  });
  await service.database.pool.query('TRUNCATE outbox, outbox_awaited');
  await service.letRelay();
  return measured;
}
