/** How long what was revoked passes, while identity is heard and while it is not, on the stack that DOWNSCOPE_STACK_FILE names. */
import { doorNames, doorsOf } from '@downscope/e2e/support/doors.ts';
import { eventually } from '@downscope/e2e/support/eventually.ts';
import { openStack } from '@downscope/e2e/support/open-stack.ts';
import { apis } from '@downscope/e2e/support/stack.ts';
import { waysToRevoke } from '@downscope/e2e/support/ways-to-revoke.ts';
import { parseArgs } from 'node:util';
import { type Claim, claimLine, holds } from '../claims.ts';
import { percentile } from '../percentile.ts';
import { tableLines } from '../table.ts';
import { LiveToken } from './live-token.ts';
import { WatchedDoor } from './watched-door.ts';

/** At each of four doors, beside as many with a live token: 200 a second. */
const perSecond = 25;
/** Stated in services/phantom-token/README.md; how long is waited for the last 200 before it counts as never. */
const heardMs = { edge: 1_500, inside: 1_000 };
const unheardMs = 5_500;
const waitedMs = 15_000;

const { values: asked } = parseArgs({
  options: { revocations: { type: 'string', default: '1000' }, cut: { type: 'string', default: '40' } },
});
const stack = await openStack();
const live = new LiveToken(stack);
const ways = Object.entries(waysToRevoke);
const measured = new Map<string, number[]>();

function note(row: string, ms: number): void {
  measured.set(row, [...(measured.get(row) ?? []), ms]);
}

async function untilHeard(): Promise<void> {
  await eventually(
    async () => {
      const metrics = await Promise.all([...apis, 'phantom-token' as const].map((each) => stack.metricsOf(each)));
      if (!metrics.flat().every((text) => /^revocations_fresh 1$/m.test(text))) throw new Error('nothing is heard');
    },
    { deadlineMs: 30_000 },
  );
}

for (let i = 0; i < Number(asked.revocations); i += 1) {
  const [way, login] = ways[i % ways.length] ?? [];
  if (way === undefined || !login) break;
  await untilHeard();
  await live.keep();
  const revocable = await login(stack);
  const doors = await doorsOf(stack, revocable);
  for (const name of doorNames) if ((await doors[name]()).status !== 200) throw new Error(`${way}: ${name} is shut`);

  const watched = doorNames.map((name) => ({ name, door: new WatchedDoor(doors[name], perSecond) }));
  const sinceMs = performance.now();
  await revocable.revoke();
  for (const { name, door } of watched) note(`heard: ${way}, ${name}`, await door.openFor(sinceMs, waitedMs));
  await Promise.all(watched.map(({ door }) => door.close()));
}

/** Through the edge to each: what somebody has inside is good until it ends, as the table says. */
const routes = { order: '/orders', customer: '/customers/me', billing: '/invoices' };
for (let i = 0; i < Number(asked.cut); i += 1) {
  const [way, login] = ways[i % ways.length] ?? [];
  if (way === undefined || !login) break;
  await untilHeard();
  await live.keep();
  const revocable = await login(stack);
  const api = stack.api(revocable.opaqueToken);
  const open = [];
  for (const [name, path] of Object.entries(routes))
    if ((await api.get(path)).status === 200) open.push({ name, path });

  await stack.stop('identity');
  const watched = open.map(({ name, path }) => ({ name, door: new WatchedDoor(() => api.get(path), perSecond) }));
  const sinceMs = performance.now();
  await revocable.revoke();
  for (const { name, door } of watched) note(`cut: ${way}, edge to ${name}`, await door.openFor(sinceMs, waitedMs));
  await Promise.all(watched.map(({ door }) => door.close()));
  await stack.start('identity');
}
await live.end();
await stack.close();

const rows = [...measured].map(([name, ms]): readonly [string, number, number, number] => [
  name,
  percentile(ms, 0.5),
  percentile(ms, 0.99),
  Math.max(...ms),
]);
const of = (kind: string, isEdge?: boolean): number[] =>
  [...measured].flatMap(([row, ms]) =>
    row.startsWith(kind) && (isEdge === undefined || row.endsWith('edge') === isEdge) ? ms : [],
  );
const all = [...of('heard'), ...of('cut')];
const claims: Claim[] = [
  { says: 'at the edge, p99 ms', measured: percentile(of('heard', true), 0.99), bound: heardMs.edge },
  { says: 'inside, p99 ms', measured: percentile(of('heard', false), 0.99), bound: heardMs.inside },
  {
    says: 'at the edge while identity is cut off, the longest, ms',
    measured: Math.max(...of('cut')),
    bound: unheardMs,
  },
  {
    says: `of ${all.length} last answers, beyond five seconds and a half`,
    measured: all.filter((ms) => ms > unheardMs).length,
    bound: 0,
  },
  { says: `of ${live.asked} requests with a live token, refused`, measured: live.refused, bound: 0 },
].map((claim): Claim => ({ ...claim, direction: 'at most' }));

process.stdout.write(
  `${[...tableLines(['from the revocation to the last 200', 'p50 ms', 'p99 ms', 'max ms'], rows), '', ...claims.map(claimLine)].join('\n')}\n`,
);
process.exitCode = claims.every(holds) ? 0 : 1;
