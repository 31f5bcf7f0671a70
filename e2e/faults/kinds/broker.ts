import { findJava } from '@downscope/local/prerequisites/java.ts';
import { kafkaJars } from '@downscope/local/prerequisites/kafka-jars.ts';
import { cacheFolderOf } from '@downscope/local/prerequisites/cache.ts';
import { prepareKafka } from '@downscope/local/parts/kafka.ts';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../fault.ts';
import type { FaultStack } from '../stack/fault-stack.ts';

export const brokerFaults: readonly Fault[] = [
  {
    name: 'broker killed',
    times: 20,
    short: 1,
    heals: 'a new process',
    async strike(stack, { healing }) {
      await stack.kill('kafka');
      await pause(1_000);
      healing();
      await stack.start('kafka');
    },
  },
  {
    name: 'broker killed, its data folder lost',
    times: 2,
    heals: 'a new broker and its topics; what had no effect is announced again, here after 20 s',
    around: sooner,
    async strike(stack, { healing }) {
      await stack.kill('kafka');
      rmSync(join(stack.folder, 'kafka'), { recursive: true });
      healing();
      await format(stack);
      await stack.start('kafka');
      for (const topic of topics) await stack.topics.create(topic);
    },
  },
];

const topics = ['orders', 'invoices', 'orders.dead-letter', 'invoices.dead-letter'];

/** So that nobody waits here for two minutes. */
async function sooner(stack: FaultStack): Promise<() => Promise<void>> {
  const announceAgainAfter = async (env: Record<string, string>): Promise<void> => {
    for (const service of ['order', 'billing'] as const) {
      stack.alterations.change(service, { env });
      await stack.restart(service);
    }
  };
  await announceAgainAfter({ ANNOUNCE_AGAIN_AFTER_SECONDS: '20' });
  return () => announceAgainAfter({});
}

async function format({ layout, signal }: FaultStack): Promise<void> {
  const cacheFolder = cacheFolderOf(process.env);
  const say = (): void => undefined;
  const java = await findJava({ cacheFolder, signal, say });
  await prepareKafka({ java, jars: await kafkaJars(cacheFolder, signal, say) }, layout, signal);
}
