import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStack } from '../support/open-stack.ts';
import type { Secrets } from '../support/secrets.ts';
import { goThroughEverything } from '../support/token-tour.ts';
import { textOf } from '../support/topics.ts';

const stack = await openStack();
afterAll(() => stack.close());

/** Of the edge, the log is searched where its format is ours. */
const loggingParts = [
  ...(stack.edge === 'ingress-nginx' ? ['nginx'] : []),
  ...['identity', 'identity-public', 'phantom-token', 'order', 'customer', 'billing'],
];

describe('after a run through everything that has to do with tokens', () => {
  let orderId: string;
  let personal: Secrets;

  beforeAll(async () => {
    ({ orderId, personal } = await goThroughEverything(stack));
  }, 120_000);

  it('the run met every kind of secret', () => {
    expect(stack.secrets.kinds).toEqual(
      expect.arrayContaining([
        'authorization code',
        'cookie session',
        'ID token',
        'JWT for urn:downscope:billing',
        'JWT for urn:downscope:customer',
        'JWT for urn:downscope:order',
        'opaque token',
        'password',
        'refresh token',
      ]),
    );
  });

  it('no record of any topic holds a token, headers included', async () => {
    const records = await topics();

    const ours = records.filter(([, text]) => text.includes(orderId)).map(([topic]) => topic);
    expect(ours).toEqual(expect.arrayContaining(['orders', 'invoices']));
    expect(findings(records)).toEqual({});
  });

  it('no log line holds a token', async () => {
    const logs = await stack.logs();

    expect([...logs.keys()]).toEqual(expect.arrayContaining(loggingParts));
    expect(logs.get('order')).toContain('"level"');
    expect(findings([...logs])).toEqual({});
  });

  it('no log line holds what is a person’s own, though statements failed that wrote it', async () => {
    const logs = await stack.logs();

    for (const service of ['order', 'customer', 'billing']) expect(logs.get(service)).toContain('23514');
    expect(logs.get('identity-public')).toContain('55P03');
    expect(personal.kinds).toEqual(['address', 'customer number']);
    expect(findings([...logs], personal)).toEqual({});
  });

  it('no header of a record does, those of a dead letter included', async () => {
    const headers = await headersInTopics();

    expect(headers.some(([, text]) => text.includes('sqlstate_23514'))).toBe(true);
    expect(findings(headers, personal)).toEqual({});
  });

  it('no database holds a token, a code or a session', async () => {
    const tables = await databases();

    const ours = tables.filter(([, text]) => text.includes(orderId)).map(([table]) => table);
    expect(ours).toEqual(expect.arrayContaining(['order.public.orders', 'billing.public.invoices']));
    expect(tables.filter(([table, text]) => table.startsWith('identity.') && text !== '').length).toBeGreaterThan(3);
    expect(findings(tables)).toEqual({});
  });

  it('would have been caught: a token planted in such a place is found', async () => {
    const secret = stack.secrets.remember('canary', `canary-${randomUUID()}`);
    await using canary = await stack.plant(secret);

    const found = findings([...(await topics()), ...(await stack.logs()), ...(await databases())]);

    expect(Object.keys(found).sort()).toEqual([...canary.places].sort());
    personal.remember('canary', secret.reveal());
    expect(Object.keys(findings(await headersInTopics(), personal))).toEqual(['e2e-canary']);
  });
});

/** A place and all the text that stands there. */
type Place = readonly [name: string, text: string];

async function topics(): Promise<Place[]> {
  return (await stack.topics.records()).map((record) => [record.topic, textOf(record)]);
}

async function headersInTopics(): Promise<Place[]> {
  return (await stack.topics.records()).map((record) => [record.topic, textOf({ ...record, key: null, value: null })]);
}

async function databases(): Promise<Place[]> {
  return (await stack.databases()).map(({ database, table, rows }) => [`${database}.${table}`, rows.join('\n')]);
}

/** Where something stands that must not: place -> what. */
function findings(places: readonly Place[], secrets = stack.secrets): Record<string, string[]> {
  const found = places.map(([place, text]) => [place, secrets.foundIn(text)] as const);
  return Object.fromEntries(found.filter(([, secrets]) => secrets.length > 0));
}
