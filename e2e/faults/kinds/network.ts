import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../fault.ts';
import { type Pair, pairs } from '../stack/lines.ts';

/** Of all pairs, these are in the short form. */
const inShort: readonly Pair[] = ['order → postgres', 'billing → kafka'];

/** Longer than a connection may stay silent before whoever waits gives it up. */
const silentMs = 12_000;
const silentInShortMs = 3_000;
const cutMs = 2_000;

export const networkFaults: readonly Fault[] = pairs.map((pair) => ({
  name: `${pair} cut, then silent`,
  times: 5,
  ...(inShort.includes(pair) && { short: 1 }),
  strike: async (stack, { isShort, healing }) => {
    const line = stack.lines.of(pair);
    line.cut();
    await pause(cutMs);
    line.heal();
    line.silence();
    await pause(isShort ? silentInShortMs : silentMs);
    healing();
    line.heal();
  },
}));
