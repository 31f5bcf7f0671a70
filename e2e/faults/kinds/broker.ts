import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Strike } from '../fault.ts';
import type { FaultStack } from '../stack/fault-stack.ts';

export const brokerFaults: readonly Fault[] = [
  {
    name: 'broker killed',
    times: 20,
    short: 1,
    async strike(stack: FaultStack, { healing }: Strike): Promise<void> {
      await stack.kill('kafka');
      await pause(1_000);
      healing();
      await stack.start('kafka');
    },
  },
  {
    name: 'broker killed, its data folder lost',
    times: 2,
    async strike(stack: FaultStack, { healing }: Strike): Promise<void> {
      await stack.kill('kafka');
      stack.loseBrokersData();
      healing();
      await stack.startBrokerAnew();
    },
  },
];
