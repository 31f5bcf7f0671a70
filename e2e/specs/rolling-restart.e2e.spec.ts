import { afterAll, describe, expect, it } from '@jest/globals';
import { Kubectl } from '../support/cluster/kubectl.ts';
import { workloads } from '../support/cluster/places.ts';
import { openStack } from '../support/open-stack.ts';
import { placeOrder, smallOrder, untilInvoiced } from '../support/orders.ts';
import { type Request, underLoad } from '../support/steady-load.ts';
import { targetOf } from '../support/target.ts';

const stack = await openStack();
afterAll(() => stack.close());
const kubectl = await Kubectl.for(targetOf(process.env).context);

// Where the whole cluster and whoever asks it share two cores, less is said by the environment.
const perSecond = Number(process.env['E2E_REQUESTS_PER_SECOND'] ?? 50);

describe('a rolling restart', () => {
  // journey first: it forgets how tokens came to be that the services go on using until they restart themselves.
  it.each(['journey', 'identity', 'identity-public', 'phantom-token', 'order', 'customer', 'billing'] as const)(
    `of %s loses none of ${String(perSecond)} requests per second`,
    async (part) => {
      const { namespace, name, pods } = workloads[part];
      const api = stack.api((await stack.login('alice')).opaqueToken);
      const { id } = await placeOrder(api);
      await untilInvoiced(api, id);
      const list: Request = { ask: () => api.get('/orders?limit=5'), status: 200 };
      const invoice: Request = { ask: () => api.get(`/orders/${id}/invoice`), status: 200 };
      const place: Request = { ask: () => api.post('/orders', smallOrder), status: 201 };

      const { lost, ...load } = await underLoad(
        { perSecond, requests: [list, list, invoice, list, place, list, list, invoice, list, list] },
        async () => {
          const leaving = (
            await kubectl.run('get', 'pods', `--selector=${pods}`, `--namespace=${namespace}`, '--output=name')
          ).split('\n');
          await kubectl.run('rollout', 'restart', name, `--namespace=${namespace}`);
          const restarted = kubectl.run('rollout', 'status', name, '--timeout=300s', `--namespace=${namespace}`);
          // People log in meanwhile.
          await Promise.all([restarted, stack.login('bob').then(() => stack.login('carol'))]);
          await untilGone(leaving, namespace);
        },
      );

      console.log(
        `${part}: ${String(load.asked)} requests, ${load.perSecond.toFixed(1)} per second, ${String(lost.length)} lost`,
      );
      expect(lost).toEqual([]);
      expect(load.perSecond).toBeGreaterThanOrEqual(perSecond * 0.95);
    },
    480_000,
  );
});

/** Pods leave in their own time: none has to be killed when its grace is over, which its deletionTimestamp says. */
async function untilGone(pods: readonly string[], namespace: string): Promise<void> {
  const times = '--output=jsonpath={..metadata.deletionTimestamp}';
  const left = await kubectl.run('get', ...pods, '--ignore-not-found', times, `--namespace=${namespace}`);
  if (left === '') return;
  await kubectl.run('wait', ...pods, '--for=delete', '--timeout=60s', `--namespace=${namespace}`);
  expect(Date.now()).toBeLessThan(Math.max(...left.split(' ').map(Date.parse)));
}
