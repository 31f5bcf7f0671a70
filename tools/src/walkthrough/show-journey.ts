import { eventually } from '@downscope/e2e/support/eventually.ts';
import type { StackClient } from '@downscope/e2e/support/stack-client.ts';
import { journeyLines, nameOf } from './journey-table.ts';
import type { Steps } from './steps.ts';
import { faint } from './style.ts';
import { printIndented } from './table.ts';

/** Which way a journey should have gone, hop by hop. */
export const expectedHops = {
  order: [
    'walkthrough -> edge',
    'edge -> order',
    'order -> customer',
    'order -> billing, an event',
    'billing -> customer',
    'billing -> order, an event',
  ],
  invoice: ['walkthrough -> edge', 'edge -> order', 'order -> billing', 'billing -> customer'],
} as const;

/** A journey is known a moment after its last hop: spans travel on their own. */
export async function showJourney(
  stack: StackClient,
  steps: Steps,
  subject: keyof typeof expectedHops,
  traceId: string,
): Promise<void> {
  console.log();
  const journey = await steps.take(`the journey of the ${subject}: every hop with less`, async () => {
    const whole = await eventually(() => wholeJourney(stack, subject, traceId), { deadlineMs: 10_000 });
    return [whole, `${whole.hops.length} hops`];
  });
  console.log();
  printIndented(journeyLines(journey));
  console.log(`\n  ${faint('as a page:')} ${stack.journeyPages.origin}/traces/${traceId}`);
}

async function wholeJourney(stack: StackClient, subject: keyof typeof expectedHops, traceId: string) {
  const journey = await stack.journey(traceId);
  const hops = journey.hops.map(nameOf).join(' | ');
  if (hops !== expectedHops[subject].join(' | ')) throw new Error(`hops are ${hops}`);
  return journey;
}
