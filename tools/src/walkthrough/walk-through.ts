import type { Api } from '@downscope/e2e/support/api.ts';
import type { Login } from '@downscope/e2e/support/login.ts';
import { expectStatus } from '@downscope/e2e/support/answer.ts';
import { orderIdsSeenBy, placeOrder, showInvoice, smallOrder, untilInvoiced } from '@downscope/e2e/support/orders.ts';
import type { StackClient } from '@downscope/e2e/support/stack-client.ts';
import { tryEveryDoor } from './doors.ts';
import { inWords } from './money.ts';
import { showJourney } from './show-journey.ts';
import type { Steps } from './steps.ts';
import { faint, strong } from './style.ts';

/** One order from login to invoice, and what each token on the way was worth. */
export async function walkThrough(stack: StackClient, steps: Steps): Promise<void> {
  console.log(`\n${strong('One order, from login to invoice')}  ${faint(stack.apiOrigin)}\n`);

  const { opaqueToken } = await logIn(stack, steps);
  await askWithoutToken(stack, steps);

  const alice = stack.api(opaqueToken);
  await list(alice, steps);
  const order = await steps.take('POST /orders', async () => {
    const placed = await placeOrder(alice, smallOrder);
    return [placed, `201  ${inWords(placed.total)}`];
  });
  // The first order of a cluster waits until its broker has topics.
  await steps.take('billing hears of it through Kafka and issues the invoice', async () => [
    await untilInvoiced(alice, order.id, { deadlineMs: 120_000 }),
    'invoiced',
  ]);
  const invoice = await steps.take('GET /orders/{id}/invoice', async () => {
    const shown = await showInvoice(alice, order.id);
    return [shown, `200  ${inWords(shown.total)}, to ${shown.billingAddress.city}`];
  });

  await tryEveryDoor(stack, steps, opaqueToken, invoice.customerNumber);
  await showJourney(stack, steps, 'order', order.traceId);
  await showJourney(stack, steps, 'invoice', invoice.traceId);
  const { openedBy } = stack.journeyPages;
  if (openedBy !== undefined) console.log(`\n  ${faint('these pages are there while this runs:')} ${openedBy}`);
}

function logIn(stack: StackClient, steps: Steps): Promise<Login> {
  return steps.take('alice logs in: authorization code with PKCE, her password in the form', async () => {
    const login = await stack.login('alice');
    return [login, `opaque token, ${login.expiresInSeconds} s`];
  });
}

async function askWithoutToken(stack: StackClient, steps: Steps): Promise<void> {
  const challenge = await steps.take('GET /orders without a token', async () => {
    const answer = expectStatus(await stack.api().get('/orders'), 401);
    return [answer.headers.get('www-authenticate') ?? 'no challenge', '401'];
  });
  console.log(faint(`    ${challenge}`));
}

async function list(alice: Api, steps: Steps): Promise<void> {
  await steps.take('GET /orders', async () => {
    const { length } = await orderIdsSeenBy(alice);
    return [length, `200  ${length === 1 ? '1 order' : `${length} orders`}`];
  });
}
