import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../fault.ts';

export const brokerFaults: readonly Fault[] = [
  {
    name: 'broker killed',
    times: 20,
    short: 1,
    async strike(stack, { healing }) {
      await stack.kill('kafka');
      await pause(1_000);
      healing();
      await stack.start('kafka');
    },
  },
];
