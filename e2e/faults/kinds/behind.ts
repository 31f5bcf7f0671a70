import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../fault.ts';

export const behindFaults: readonly Fault[] = [
  {
    name: 'billing away, and so five minutes behind',
    times: 1,
    short: 1,
    async strike(stack, { isShort, healing }) {
      await stack.stop('billing');
      await pause(isShort ? 20_000 : 300_000);
      healing();
      await stack.start('billing');
    },
  },
];
