import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../fault.ts';

const hourMs = 3_600_000;

export const clockFaults: readonly Fault[] = (['billing', 'customer'] as const).flatMap((service) =>
  ([1, -1] as const).map(
    (hours) =>
      ({
        name: `the clock of ${service} an hour ${hours > 0 ? 'fast' : 'slow'}`,
        times: 2,
        ...(service === 'billing' && hours > 0 && { short: 1 }),
        strike: async (stack, { isShort, healing }) => {
          stack.alterations.change(service, { clockOffMs: hours * hourMs });
          await stack.restart(service);
          await pause(isShort ? 3_000 : 15_000);
          stack.alterations.change(service, { clockOffMs: 0 });
          healing();
          await stack.restart(service);
        },
      }) satisfies Fault,
  ),
);
