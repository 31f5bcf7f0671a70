import { placeOrder } from './support/orders.ts';
import { atPace } from './support/pace.ts';
import { inSession } from './support/session.ts';

export { countInvoiced as teardown, prepare as setup } from './support/stages.ts';

export const options = atPace({ rate: 5, duration: '30s' }, ['place']);

/** Order asks customer about credit in the person's name; billing invoices as itself, when it hears of the order. */
export default inSession(placeOrder);
