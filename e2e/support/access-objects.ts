import type { AccessCallers, Call } from './access-callers.ts';
import type { AccessRoute } from './access-table.ts';
import { placeOrder, smallOrder, untilInvoiced } from './orders.ts';
import type { StackClient } from './stack-client.ts';

const absent = '00000000-0000-7000-8000-000000000000';

/** What may be sent where an order or an amount is asked for, by the name that a table has for it. */
const bodies: Readonly<Record<string, object>> = {
  'a small order': smallOrder,
  'an order above the credit limit': { lines: [{ sku: 'espresso-machine', quantity: 2 }] },
  'an order of what is not sold': { lines: [{ sku: 'unobtainium', quantity: 1 }] },
  'an order of nothing': { lines: [] },
  'an address': { address: { street: '9 Pine Road', postcode: '04105', city: 'Stockholm', country: 'SE' } },
  'half an address': { address: { city: 'Stockholm' } },
};
const amount = { amount: { minorUnits: 100, currency: 'EUR' } };

/** The objects of a table, which are there: alice and bob have ordered, and both orders are invoiced. */
export class AccessObjects {
  readonly #ids: Readonly<Record<string, string>>;
  readonly #aliceSubject: string;

  private constructor(ids: Readonly<Record<string, string>>, aliceSubject: string) {
    this.#ids = ids;
    this.#aliceSubject = aliceSubject;
  }

  static async on(stack: StackClient, callers: AccessCallers): Promise<AccessObjects> {
    const ids: Record<string, string> = {
      ...{ alice: '1001', bob: '1002', 'no customer': '9999' },
      ...{ 'no order': absent, 'no invoice': absent, 'no id': 'not-an-id' },
    };
    for (const person of ['alice', 'bob'] as const) {
      const api = stack.api(await callers.opaqueTokenOf(person));
      const { id } = await placeOrder(api);
      ids[`${person}'s order`] = id;
      ids[`${person}'s invoice`] = (await untilInvoiced(api, id)).invoiceId;
    }
    return new AccessObjects(ids, await callers.subjectOf('alice'));
  }

  /** The request that asks a route for an object. */
  callFor({ method, path, object }: AccessRoute & { readonly object: string }): Call {
    const query = path === '/customers/claims' ? `?sub=${this.#aliceSubject}` : '';
    const body = method === 'GET' || method === 'DELETE' ? undefined : (bodies[object] ?? amount);
    return { method, path: path.replace(/\{\w+\}/, () => this.#idOf(object)) + query, body };
  }

  #idOf(object: string): string {
    const id = this.#ids[object];
    if (id === undefined) throw new Error(`nobody knows what ${object} is`);
    return id;
  }
}
