/**
 * `npm run availability`: what clients see, by status, while pods are deleted by force or evicted, each in its turn, on a busy machine, and
 * after Ctrl-C of `skaffold dev` until `skaffold run` has everything back. Prints one table; ends with 1 where anything else was seen than
 * e2e/availability/allowed.ts allows.
 *
 * Wants what `skaffold run` deployed. Usage: node e2e/availability/main.ts [--context NAME] [--without-skaffold] [PART|busy...]
 */
import { parseArgs } from 'node:util';
import { Kubectl } from '../support/cluster/kubectl.ts';
import { workloads } from '../support/cluster/places.ts';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { placeOrder, smallOrder, untilInvoiced } from '../support/orders.ts';
import type { Part } from '../support/stack.ts';
import { underLoad } from '../support/steady-load.ts';
import { allowed, type Disruption } from './allowed.ts';
import { deployAgain, developing, disrupt, keepBusy, podsOf } from './disruptions.ts';
import { Tally } from './tally.ts';

const perSecond = 20;
const perSecondWhileBusy = 50;

const { values, positionals } = parseArgs({
  options: { context: { type: 'string' }, 'without-skaffold': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const kubectl = await Kubectl.for(values.context);
const stack = await openStack({ kind: 'cluster', context: kubectl.context });
const parts = (Object.keys(workloads) as Part[]).filter((part) => !positionals.length || positionals.includes(part));
let broken = 0;

console.log(
  `${String(perSecond)} requests per second, ${String(perSecondWhileBusy)} on a busy machine, edge ${stack.edge}\n`,
);
console.log('| what | how | pods | requests | seen by clients | not allowed |\n| --- | --- | --- | --- | --- | --- |');
try {
  for (const part of parts) {
    const pods = (await podsOf(kubectl, part)).length;
    for (const disruption of ['deleted by force', 'evicted'] as const) {
      await row(part, disruption, pods, () => disrupt(kubectl, part, disruption));
    }
  }
  if (!positionals.length || positionals.includes('busy'))
    await row('all', 'a busy machine', 1, keepBusy, perSecondWhileBusy);
  if (!values['without-skaffold']) {
    const session = await developing(kubectl);
    await row('all', 'Ctrl-C and skaffold run', 1, () => deployAgain(kubectl, session));
  }
} finally {
  await stack.close();
}
console.log(
  `\navailability: ${broken === 0 ? 'nothing else was seen' : `${String(broken)} rows with more than is allowed`}`,
);
process.exitCode = broken === 0 ? 0 : 1;

async function row(
  part: Part | 'all',
  disruption: Disruption,
  pods: number,
  work: () => Promise<void>,
  rate = perSecond,
): Promise<void> {
  const tally = new Tally();
  // What was done before may still be felt.
  const api = stack.api((await eventually(() => stack.login('alice'), { deadlineMs: 30_000 })).opaqueToken);
  const { id } = await placeOrder(api);
  await untilInvoiced(api, id);
  const list = { ask: () => tally.note(api.get('/orders?limit=5')), status: 200 };
  const invoice = { ask: () => tally.note(api.get(`/orders/${id}/invoice`)), status: 200 };
  const place = { ask: () => tally.note(api.post('/orders', smallOrder)), status: 201 };
  await underLoad({ perSecond: rate, requests: [list, invoice, list, list, place, list] }, work);

  const may = allowed({ edge: stack.edge, part, disruption, pods });
  const more = tally.entries.filter(([name]) => !may.includes(name));
  if (more.length > 0) broken++;
  const cells = [part, disruption, String(pods), String(tally.total), printed(tally.entries), printed(more)];
  console.log(`| ${cells.join(' | ')} |`);
}

function printed(entries: Tally['entries']): string {
  return entries.map(([name, count]) => `${String(count)} × ${name}`).join(', ');
}
