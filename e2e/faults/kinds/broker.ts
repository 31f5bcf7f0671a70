import { readdirSync, rmSync } from 'node:fs';
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
    name: 'broker killed, its records and offsets lost',
    times: 2,
    heals: 'a new process; what had no effect is announced again, here after 20 s',
    around: sooner,
    async strike(stack, { healing }) {
      await stack.kill('kafka');
      loseRecords(join(stack.folder, 'kafka'));
      healing();
      await stack.start('kafka');
    },
  },
];

/** All but which topics there are, and who may do what: that is declared, and would be applied again. */
function loseRecords(dataFolder: string): void {
  const kept = ['__cluster_metadata-0', 'meta.properties', 'bootstrap.checkpoint'];
  for (const name of readdirSync(dataFolder)) {
    if (!kept.includes(name)) rmSync(join(dataFolder, name), { recursive: true });
  }
}

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
