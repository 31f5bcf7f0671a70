import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/eventually.ts';
import type { Fault } from './fault.ts';
import type { Bookkeeping } from './orders/bookkeeping.ts';
import type { Callers } from './orders/callers.ts';
import type { Ledger } from './orders/ledger.ts';
import { addsUp, reckon, type Shortfall } from './orders/reckoning.ts';
import type { FaultStack } from './stack/fault-stack.ts';

/** Load alone, before a fault. */
const beforeMs = 300;
/** By then every order is where it belongs, or it is stuck. */
const settleMs = 180_000;

export interface Run {
  readonly orders: number;
  /** From when it began to heal until an order that was asked for since then was invoiced. */
  readonly goesOnAfterMs: number | undefined;
  readonly answers: readonly (readonly [string, number])[];
  readonly shortfall: Shortfall;
  /** Parts that ended by themselves. */
  readonly died: readonly string[];
}

export interface Scene {
  readonly stack: FaultStack;
  readonly callers: Callers;
  readonly ledger: Ledger;
  readonly books: Bookkeeping;
}

/** One fault under load, and what became of every order since. */
export async function run(
  { strike }: Pick<Fault, 'strike'>,
  how: { readonly nth: number; readonly isShort: boolean },
  { stack, callers, ledger, books }: Scene,
): Promise<Run> {
  let goesOn: Promise<number | undefined> | undefined;
  const healing = (): void => {
    goesOn = untilItGoesOn(callers, books);
  };
  callers.begin();
  await pause(beforeMs);
  await strike(stack, { ...how, healing });
  const goesOnAfterMs = await goesOn;
  await callers.rest();
  const shortfall = await untilItAddsUp(ledger, books);
  return {
    orders: callers.acknowledged.length,
    goesOnAfterMs,
    answers: callers.answers.entries,
    shortfall,
    died: stack.takeDead(),
  };
}

/** How long from now until an order that is asked for since then is invoiced: whatever else healing has to do meanwhile. */
async function untilItGoesOn(callers: Callers, books: Bookkeeping): Promise<number | undefined> {
  const sinceMs = performance.now();
  const check = async (): Promise<void> => {
    const since = callers.acknowledged.filter(({ askedAtMs }) => askedAtMs >= sinceMs).slice(0, 1_000);
    if (!(await books.isAnyInvoiced(since.map(({ orderId }) => orderId)))) throw new Error('none is invoiced yet');
  };
  try {
    await eventually(check, { deadlineMs: settleMs });
    return performance.now() - sinceMs;
  } catch {
    return undefined;
  }
}

/** What does not add up, once everything has had its time. */
async function untilItAddsUp(ledger: Ledger, books: Bookkeeping): Promise<Shortfall> {
  let shortfall: Shortfall = { lost: [], doubled: [], stuck: ['the databases cannot be read'] };
  let rows = ledger.settled;
  const check = async (): Promise<void> => {
    const read = await books.read(ledger);
    rows = read;
    shortfall = reckon(ledger, read);
    if (!addsUp(shortfall)) throw new Error('it does not add up yet');
  };
  await eventually(check, { deadlineMs: settleMs }).catch(() => undefined);
  ledger.settle(rows);
  return shortfall;
}
