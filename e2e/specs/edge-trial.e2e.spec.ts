import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { exchange, headerOf, type RawAnswer } from '../attacks/raw-exchange.ts';
import { edgeTrial, hosts, namespace, tokenBytes } from '../support/cluster/edge-trial.manifests.ts';
import { Kubectl } from '../support/cluster/kubectl.ts';
import { imageOf } from '../support/cluster/operator.ts';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { targetOf } from '../support/target.ts';

// docs/edges.md, where it needs routes that nobody deploys. What nginx does in these cases is in local/src/edge/edge.spec.ts.

const kubectl = await Kubectl.for(targetOf(process.env).context);
const stack = await openStack();
const onNginx = stack.edge === 'ingress-nginx';

const forget = () => kubectl.run('delete', 'namespace', namespace, '--ignore-not-found');
const get = (host: string): Promise<RawAnswer> =>
  exchange({ origin: stack.apiOrigin, host, method: 'GET', path: '/', headers: [] });

async function isServed(host: string): Promise<void> {
  const { status } = await get(host);
  if (status !== 200) throw new Error(`${host} is ${String(status)}`);
}

beforeAll(async () => {
  // Of a run that was killed.
  await forget();
  await kubectl.feed(JSON.stringify(edgeTrial(await imageOf(kubectl, 'billing'))), 'create', '--filename=-');
  await kubectl.run('wait', 'pod/trial', `--namespace=${namespace}`, '--for=condition=Ready', '--timeout=60s');
  for (const host of Object.values(hosts)) await eventually(() => isServed(host), { deadlineMs: 30_000 });
}, 150_000);
afterAll(async () => {
  await forget();
  await stack.close();
}, 90_000);

it('a JWT of 12 KiB reaches the service', async () => {
  expect(await get(hosts.bigToken)).toMatchObject({
    status: 200,
    body: expect.stringContaining(String(tokenBytes + 7)),
  });
});

it('an address that asks too often is 429', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => get(hosts.limited)));
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(30);
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([429]));
  expect(new Set(refused.map((answer) => headerOf(answer, 'content-type')))).toEqual(
    new Set([onNginx ? 'application/problem+json' : undefined]),
  );
  expect(
    refused.map((answer) => headerOf(answer, 'retry-after')).filter((seconds) => !/^[1-9]$/.test(seconds ?? '')),
  ).toEqual([]);
});
