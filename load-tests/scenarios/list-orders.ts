import { listOrders } from './support/orders.ts';
import { atPace } from './support/pace.ts';
import { inSession } from './support/session.ts';

export { prepare as setup } from './support/stages.ts';

export const options = atPace({ rate: 20, duration: '30s' }, ['list']);

/** The shortest way: one swap, mostly from the edge's cache, and one service. */
export default inSession((login) => {
  listOrders(login);
});
