/** What the outbox costs, and how soon an event has its effect, beside Kafka and PostgreSQL without it. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Claim, claimLine, holds } from '../claims.ts';
import { percentile } from '../percentile.ts';
import { Postgres } from '../postgres.ts';
import { inRounds, median } from '../rounds.ts';
import { tableLines } from '../table.ts';
import { effects, Followed } from './effects.ts';
import { idleOrder } from './idle-order.ts';
import { Kafka } from './kafka.ts';
import { announced, barely } from './placing.ts';
import { produced, relayed } from './relaying.ts';
import { OrderPlaced, Service } from './service.ts';

const roundsWarm = 1;
const rounds = 5;

const folder = mkdtempSync(join(tmpdir(), 'downscope-bench-'));
chmodSync(folder, 0o755); // PostgreSQL may have to run as another user.
await using all = new AsyncDisposableStack();
all.defer(() => {
  rmSync(folder, { recursive: true });
});
const postgres = all.use(await Postgres.start(folder));
const kafka = all.use(await Kafka.start(folder));
const databaseOf = async (name: string): Promise<string> => (await postgres.database(name)).ownerUrl;
await kafka.create(
  OrderPlaced.topic,
  Followed.topic,
  'orders',
  'orders.dead-letter',
  'invoices',
  'invoices.dead-letter',
);

// Alone, before the others have something to do.
const idle = await idleOrder(await databaseOf('idle'), kafka.broker);

const order = all.use(await Service.start('bench-order', await databaseOf('placing'), kafka.broker));
const billing = all.use(await Service.start('bench-billing', await databaseOf('billing'), kafka.broker));
const contestants = {
  relayed: () => relayed(order),
  produced: () => produced(kafka),
  announced: () => announced(order),
  barely: () => barely(order),
};
await inRounds(roundsWarm, contestants);
const measured = await inRounds(rounds, contestants);
const effectsMs = await effects(order, billing, kafka.broker);

const perSecond = (name: keyof typeof contestants): number => median(measured, (round) => round[name]);
const claims: Claim[] = [
  {
    says: 'events per second from the outbox to Kafka, by those of kafkajs with the same bytes in batches',
    measured: median(measured, (round) => round.relayed / round.produced),
    bound: 0.7,
    direction: 'at least',
  },
  {
    says: 'orders per second that are announced, by those of the row alone',
    measured: median(measured, (round) => round.announced / round.barely),
    bound: 0.8,
    direction: 'at least',
  },
  {
    says: 'from commit to effect at 100 orders per second, p50 in ms',
    measured: percentile(effectsMs, 0.5),
    bound: 50,
    direction: 'at most',
  },
  { says: 'the same, p99 in ms', measured: percentile(effectsMs, 0.99), bound: 250, direction: 'at most' },
  { says: 'order while nobody asks it, percent of a core', measured: idle * 100, bound: 0.5, direction: 'at most' },
];
const lines = [
  ...tableLines(
    ['each', 'per second'],
    [
      ['events, from the outbox to Kafka', perSecond('relayed')],
      ['the same bytes, by kafkajs in batches', perSecond('produced')],
      ['orders, row and outbox in a transaction', perSecond('announced')],
      ['orders, the row alone', perSecond('barely')],
    ],
  ),
  '',
  ...claims.map(claimLine),
];
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = claims.every(holds) ? 0 : 1;
