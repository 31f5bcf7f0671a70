import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import type { StandIn } from '../support/stand-in.ts';
import { goThroughEverything } from '../support/token-tour.ts';

const stack = await openStack();

/** What the spans of the run must tell of before they are searched. */
const expectedInSpans = [
  'identity',
  'phantom-token',
  'order',
  'customer',
  'billing',
  'exchange.billing.customer.invoices_read',
];

describe('after a run through everything that has to do with tokens', () => {
  let spans: string;

  beforeAll(async () => {
    await using collector = await stack.standInFor('journey');
    await goThroughEverything(stack);
    spans = await eventually(() => exported(collector), { deadlineMs: 20_000 });
  });

  /** Billing keeps a token of its own; the journey service did not hear of its issuing, and later specs ask. */
  afterAll(async () => {
    await stack.stop('billing');
    await stack.start('billing');
    await stack.close();
  });

  it('no span holds a token', () => {
    expect(stack.secrets.kinds).toContain('opaque token');
    expect(stack.secrets.foundIn(spans)).toEqual([]);
  });

  it('one would have been found', () => {
    const secret = stack.secrets.remember('canary', `canary-${randomUUID()}`);

    expect(stack.secrets.foundIn(`${spans}${secret.reveal()}`)).toEqual([`canary at ${spans.length}`]);
  });
});

/** The spans as the services sent them: the names and texts in them stand there in clear, JSON or protobuf. */
async function exported({ captured }: StandIn): Promise<string> {
  const text = captured.map(({ rawHeaders, body }) => [...rawHeaders, body].join('\n')).join('\n');
  const missing = expectedInSpans.filter((word) => !text.includes(word));
  if (missing.length > 0) throw new Error(`no span yet tells of ${missing.join(', ')}`);
  return Promise.resolve(text);
}
