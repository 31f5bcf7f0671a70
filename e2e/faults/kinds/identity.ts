import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Strike } from '../fault.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import type { Pair } from '../stack/lines.ts';

const parts = ['identity', 'identity-public'] as const;
const linesToIdentity: readonly Pair[] = [
  'order → identity',
  'billing → identity',
  'customer → identity',
  'phantom-token → identity',
];

export const identityFaults: readonly Fault[] = [
  {
    name: 'identity out for 60 s',
    times: 2,
    short: 1,
    async strike(stack: FaultStack, { isShort, healing }: Strike): Promise<void> {
      for (const part of parts) await stack.kill(part);
      await pause(isShort ? 5_000 : 60_000);
      healing();
      for (const part of parts) await stack.start(part);
    },
  },
  {
    name: 'identity slow by 2 s',
    times: 3,
    short: 1,
    async strike(stack: FaultStack, { isShort, healing }: Strike): Promise<void> {
      const lines = linesToIdentity.map((pair) => stack.lines.of(pair));
      // Half of it on the way there, half on the way back.
      for (const line of lines) line.slowBy(1_000);
      await pause(isShort ? 5_000 : 30_000);
      healing();
      for (const line of lines) line.heal();
    },
  },
];
