import { type CloudEvent, EventConsumer } from '@downscope/events';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { OrderPlaced, placed, type Service } from './service.ts';

/** On a topic of its own, which holds nothing of before. */
export const Followed = { ...OrderPlaced, topic: 'bench-followed' };

const perSecond = 100;
const warmMs = 5_000;
const measuredMs = 20_000;
const deadlineMs = 60_000;

/**
 * Milliseconds from the commit of an order, at a hundred a second, until another service has committed what it leads to: its row, and
 * in its inbox that the event is dealt with.
 */
export async function effects(from: Service, to: Service, broker: string): Promise<number[]> {
  const committedAt = new Map<string, number>();
  const effectAfterMs = new Map<string, number>();
  const consumer = new EventConsumer({ service: 'bench-billing', brokers: [broker] });
  const handle = async (event: CloudEvent): Promise<void> => {
    const id = event.subject ?? '';
    await to.database.transaction(async (transaction) => {
      if (!(await to.inbox.accept(transaction, event))) return;
      await transaction.execute(sql`INSERT INTO bench_rows (id, body) VALUES (${id}, '{}')`);
    });
    const committed = committedAt.get(id);
    if (committed !== undefined) effectAfterMs.set(id, performance.now() - committed);
  };
  consumer.addHandler(Followed.type, handle as never, true, { event: Followed });
  consumer.listen(() => undefined);

  const place = async (): Promise<void> => {
    const id = randomUUID();
    await from.database.transaction(async (transaction) => {
      await transaction.execute(sql`INSERT INTO bench_rows (id, body) VALUES (${id}, '{}')`);
      // Whoever hears of it sooner than its own announcer has waited for it from here on.
      committedAt.set(id, performance.now());
      await from.outbox.add(transaction, Followed, id, placed(id));
    });
    committedAt.set(id, performance.now());
  };
  const since = performance.now();
  const measured: string[] = [];
  const placing: Promise<void>[] = [];
  for (let count = 0; performance.now() - since < warmMs + measuredMs; count += 1) {
    const wait = since + (count * 1000) / perSecond - performance.now();
    if (wait > 0) await pause(wait);
    placing.push(place());
  }
  await Promise.all(placing);
  for (const [id, at] of committedAt) if (at - since > warmMs) measured.push(id);
  while (measured.some((id) => !effectAfterMs.has(id))) {
    if (performance.now() - since > deadlineMs + measuredMs) throw new Error('some orders have no effect');
    await pause(50);
  }
  await consumer.close();
  return measured.map((id) => Math.max(0, effectAfterMs.get(id) ?? Infinity));
}
