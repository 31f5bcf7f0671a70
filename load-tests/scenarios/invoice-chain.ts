import exec from 'k6/execution';
import { showInvoiceOfOne } from './support/orders.ts';
import { atPace } from './support/pace.ts';
import { inSession } from './support/session.ts';

export { prepare as setup } from './support/stages.ts';

export const options = atPace({ rate: 10, duration: '30s' }, ['invoice']);

/** The longest way: order, billing, customer, each with a token exchanged for the next. */
export default inSession((login, { invoiced }) => {
  showInvoiceOfOne(login, invoiced[login.person], exec.scenario.iterationInTest);
});
