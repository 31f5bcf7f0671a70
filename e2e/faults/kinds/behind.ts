import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Strike } from '../fault.ts';
import type { FaultStack } from '../stack/fault-stack.ts';

export const behindFaults: readonly Fault[] = [
  {
    name: 'billing away, and so five minutes behind',
    times: 1,
    short: 1,
    async strike(stack: FaultStack, { isShort, healing }: Strike): Promise<void> {
      await stack.stop('billing');
      await pause(isShort ? 20_000 : 300_000);
      healing();
      await stack.start('billing');
    },
  },
];
