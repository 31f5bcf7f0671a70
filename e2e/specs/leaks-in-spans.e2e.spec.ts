import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import type { Secrets } from '../support/secrets.ts';
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
  let personal: Secrets;

  beforeAll(async () => {
    await using collector = await stack.standInFor('journey');
    const tour = await goThroughEverything(stack);
    ({ personal } = tour);
    spans = await eventually(() => exported(collector, tour.failedTraceIds), { deadlineMs: 20_000 });
  }, 120_000);

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

  it('no span holds what is a person’s own', () => {
    expect(personal.kinds).toEqual(['address', 'customer number']);
    expect(personal.foundIn(spans)).toEqual([]);
  });

  it('one would have been found', () => {
    for (const secrets of [stack.secrets, personal]) {
      const secret = secrets.remember('canary', `canary-${randomUUID()}`);

      expect(secrets.foundIn(`${spans}${secret.reveal()}`)).toEqual([`canary at ${spans.length}`]);
    }
  });
});

/** The spans as the services sent them: JSON, in which names, texts and ids stand in clear. */
async function exported({ captured }: StandIn, traceIds: readonly string[]): Promise<string> {
  const text = captured.map(({ rawHeaders, body }) => [...rawHeaders, body].join('\n')).join('\n');
  const missing = [...expectedInSpans, ...traceIds].filter((word) => !text.includes(word));
  if (missing.length > 0) throw new Error(`no span yet tells of ${missing.join(', ')}`);
  return Promise.resolve(text);
}
