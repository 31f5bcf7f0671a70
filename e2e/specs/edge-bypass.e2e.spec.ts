import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange, type RawAnswer } from '../attacks/raw-exchange.ts';
import { type BrokenEdge, brokenLocalEdge } from '../support/broken-edge.ts';
import { type BrokenSwap, brokenSwaps, hostOf, paths } from '../support/broken-swaps.ts';
import { brokenRoutes } from '../support/cluster/broken-routes.ts';
import { Kubectl } from '../support/cluster/kubectl.ts';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { placeOrder, showInvoice, untilInvoiced } from '../support/orders.ts';
import type { Secret } from '../support/secret.ts';
import { targetOf } from '../support/target.ts';

// Routes that somebody got wrong, before the services that run: nothing is given away, and where a request gets as far as a service, that
// refuses it by itself.

const stack = await openStack();
let edge: BrokenEdge;
/** Each caller by what they show. */
let callers: Record<string, string | undefined>;
/** What an answer that gives something away would hold. */
let data: string[];

beforeAll(async () => {
  const target = targetOf(process.env);
  edge =
    target.kind === 'local'
      ? await brokenLocalEdge()
      : await brokenRoutes(await Kubectl.for(target.context), stack.apiOrigin);
  const { opaqueToken } = await stack.login('alice');
  const alice = stack.api(opaqueToken);
  const { id } = await placeOrder(alice);
  const { invoiceId } = await untilInvoiced(alice, id);
  data = [id, invoiceId, (await showInvoice(alice, id)).billingAddress.city];
  const shown = (token: Secret): string => `Bearer ${token.reveal()}`;
  callers = {
    'a person with a good token': shown(opaqueToken),
    'a stranger': undefined,
    'a stranger with an invention': 'Bearer invention',
  };
  for (const swap of brokenSwaps) await eventually(() => isThere(swap), { deadlineMs: 30_000 });
}, 180_000);
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
  await stack.close();
}, 90_000);

function get(swap: BrokenSwap, path: string, authorization: string | undefined): Promise<RawAnswer> {
  return exchange({
    origin: edge.origin,
    host: hostOf(swap),
    method: 'GET',
    path: path === '/customers' ? '/customers/me' : path,
    headers: authorization === undefined ? [] : [['Authorization', authorization]],
  });
}

/** An edge learns of a route a moment after it is made. */
async function isThere(swap: BrokenSwap): Promise<void> {
  for (const path of Object.keys(paths)) {
    const { status, body } = await get(swap, path, undefined);
    if (status === 0 || (status === 404 && !body.includes('"code"')))
      throw new Error(`${swap.name}${path} is ${status}`);
  }
}

describe.each(brokenSwaps)('$what', (swap) => {
  it.each(Object.keys(paths))('%s gives nothing away, to whomever', async (path) => {
    for (const [who, authorization] of Object.entries(callers)) {
      const { status, headers, body } = await get(swap, path, authorization);
      expect([who, status]).not.toEqual([who, 200]);
      expect(status).toBeGreaterThanOrEqual(400);
      for (const text of data) expect(body).not.toContain(text);
      if (!swap.reachesTheService) continue;
      // Whoever has no token is refused by phantom-token already, where the swap asks it.
      expect([who, status]).toEqual([who, 401]);
      expect(Object.fromEntries(headers)).toHaveProperty('www-authenticate');
    }
  });
});
