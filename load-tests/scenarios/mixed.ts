import exec from 'k6/execution';
import { turnOf } from './support/mix.ts';
import { listOrders, placeOrder, showInvoiceOfOne } from './support/orders.ts';
import { atPace } from './support/pace.ts';
import { inSession } from './support/session.ts';

export { countInvoiced as teardown, prepare as setup } from './support/stages.ts';

export const options = atPace({ rate: 20, duration: '60s' }, ['list', 'place', 'invoice']);

/** 80 % list orders, 15 % place one, 5 % look at an invoice. */
export default inSession((login, { invoiced }) => {
  const iteration = exec.scenario.iterationInTest;
  switch (turnOf(iteration)) {
    case 'list':
      listOrders(login);
      break;
    case 'place':
      placeOrder(login);
      break;
    case 'invoice':
      showInvoiceOfOne(login, invoiced[login.person], iteration);
  }
});
