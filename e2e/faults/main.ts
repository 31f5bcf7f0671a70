/**
 * `npm run faults`: does to a system under load what breaks systems, and holds what callers were told against what was written down.
 *
 * Usage: node e2e/faults/main.ts [--short] [--rate ORDERS_PER_SECOND] [--results FILE] [KIND...]
 *
 * FILE: how many runs held, as jest's results are written, for the one line over all suites.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Fault } from './fault.ts';
import { kindsNamed } from './kinds.ts';
import { Bookkeeping } from './orders/bookkeeping.ts';
import { Callers } from './orders/callers.ts';
import { Ledger } from './orders/ledger.ts';
import { Visitor } from './orders/visitor.ts';
import { complaintsAbout, holds, kindRow, resultsOf, rowOf, tableHead, totalOf } from './report.ts';
import { type Run, run, type Scene } from './run.ts';
import { FaultStack } from './stack/fault-stack.ts';

const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false }, rate: { type: 'string' }, results: { type: 'string' } },
  allowPositionals: true,
});
const isShort = values.short;
const perSecond = Number(values.rate ?? (isShort ? 10 : 50));
const all: Run[] = [];

try {
  const chosen = kindsNamed(positionals);
  if (!(perSecond > 0)) throw new RangeError(`--rate ${String(values.rate)}: orders per second, more than 0`);
  await FaultStack.run(async (stack) => {
    const ledger = new Ledger();
    using visitor = await Visitor.login(stack.client);
    const callers = new Callers(stack.client.apiOrigin, visitor, ledger, perSecond);
    const scene: Scene = { stack, callers, ledger, books: new Bookkeeping(stack.databases) };
    console.log(`\n${perSecond} orders per second\n\n${tableHead}`);
    const runsOf = new Map<string, Run[]>();
    for (const [kind, faults] of chosen) {
      for (const fault of faults)
        runsOf.set(kind, [...(runsOf.get(kind) ?? []), ...(await suffer(fault, scene, visitor))]);
    }
    console.log('');
    for (const [kind, runs] of runsOf) if (runs.length > 0) console.log(kindRow(kind, runs));
  });
  console.log(`\n${totalOf(all)}`);
  if (values.results !== undefined) writeFileSync(values.results, JSON.stringify(resultsOf(all)));
  // A line that was cut may leave a handle that Node.js waits for without end when it ends by itself.
  process.exit(all.length > 0 && all.every(holds) ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error && 'code' in error ? error.message : error);
  // What was under way is not waited for.
  process.exit(2);
}

/** All runs of a fault, and its row. */
async function suffer(fault: Fault, scene: Scene, visitor: Visitor): Promise<Run[]> {
  const times = isShort ? (fault.short ?? 0) : fault.times;
  if (times === 0) return [];
  const runs: Run[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    await visitor.renewIfOld();
    const one = await run(fault, { nth, isShort }, scene);
    runs.push(one);
    for (const complaint of complaintsAbout(one).slice(0, 20)) console.log(`  ${fault.name}: ${complaint}`);
  }
  all.push(...runs);
  console.log(rowOf(fault.name, runs));
  return runs;
}
