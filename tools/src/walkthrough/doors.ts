import type { Secret } from '@downscope/e2e/support/secret.ts';
import { apis, type ApiName } from '@downscope/e2e/support/stack.ts';
import type { StackClient } from '@downscope/e2e/support/stack-client.ts';
import type { Steps } from './steps.ts';
import { printIndented, tableLines } from './table.ts';

/** A token on its way through the system, and the one request that it is for. */
interface Hop {
  readonly title: string;
  readonly token: Secret;
  readonly opens: { readonly service: ApiName; readonly path: string } | undefined;
}

/** Where a token that does not belong there knocks. */
const anyDoor: Readonly<Record<ApiName, string>> = {
  order: '/orders',
  customer: '/customers/me',
  billing: '/invoices',
};

/** Gets each hop's token as the services get it, and tries it at every service, past the edge: it opens one door at most. */
export async function tryEveryDoor(
  stack: StackClient,
  steps: Steps,
  opaqueToken: Secret,
  customerNumber: string,
): Promise<void> {
  const rows = await steps.take("each hop's token at every door", async () => {
    const hops = await hopsOf(stack, opaqueToken, customerNumber);
    const tried = await Promise.all(hops.map((hop) => statusesOf(stack, hop)));
    const unexpected = hops.filter((hop, index) => tried[index]?.join() !== expectedOf(hop).join());
    const table = hops.map(({ title }, index) => [title, ...(tried[index] ?? []).map(String)]);
    if (unexpected.length > 0) throw new Error(table.map((row) => row.join(' ')).join('; '));
    return [table, 'it opens its own, and no other'];
  });
  console.log();
  printIndented(tableLines(['token of the hop', ...apis], rows));
}

async function hopsOf(stack: StackClient, opaqueToken: Secret, customerNumber: string): Promise<Hop[]> {
  const forOrder = await stack.swap(opaqueToken, 'urn:downscope:order');
  const forName = await stack.exchange('order', forOrder, {
    audience: 'urn:downscope:customer',
    scopes: ['customers_name_read'],
  });
  const forBilling = await stack.exchange('order', forOrder, {
    audience: 'urn:downscope:billing',
    scopes: ['invoices_read'],
  });
  const forAddress = await stack.exchange('billing', forBilling, {
    audience: 'urn:downscope:customer',
    scopes: ['customers_address_read'],
  });
  const customer = `/customers/${customerNumber}`;
  return [
    { title: 'the opaque token itself', token: opaqueToken, opens: undefined },
    { title: 'edge -> order', token: forOrder, opens: { service: 'order', path: '/orders' } },
    { title: 'order -> customer', token: forName, opens: { service: 'customer', path: `${customer}/name` } },
    { title: 'order -> billing', token: forBilling, opens: { service: 'billing', path: '/invoices' } },
    { title: 'billing -> customer', token: forAddress, opens: { service: 'customer', path: `${customer}/address` } },
  ];
}

function statusesOf(stack: StackClient, { token, opens }: Hop): Promise<number[]> {
  return Promise.all(
    apis.map(async (service) => {
      const path = service === opens?.service ? opens.path : anyDoor[service];
      return (await stack.callService(service, path, { token })).status;
    }),
  );
}

function expectedOf({ opens }: Hop): number[] {
  return apis.map((service) => (service === opens?.service ? 200 : 401));
}
