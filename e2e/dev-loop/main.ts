/**
 * `npm run dev:check`: edits a copy of this checkout under `skaffold dev`, and says for each edit how long it took until the new code ran
 * or the developer was told why it does not. Old code must never run again: not after a redeploy, a container that is started again, or
 * another `skaffold dev`. On a quiet machine an edit has five seconds.
 *
 * Usage: node e2e/dev-loop/main.ts [--context NAME] [--delete]     --delete: `skaffold delete` in the end, which forgets the data
 */
import { onInterruption } from '@downscope/local/supervisor/interruption.ts';
import { parseArgs } from 'node:util';
import { Kubectl } from '../support/cluster/kubectl.ts';
import { eventually } from '../support/eventually.ts';
import { copyOfCheckout, DevSession, removeCopy, skaffoldDelete } from './dev-session.ts';
import { edits, latest } from './edits.ts';
import { Rows } from './rows.ts';

const { values } = parseArgs({ options: { context: { type: 'string' }, delete: { type: 'boolean', default: false } } });
const kubectl = await Kubectl.for(values.context);
const rows = new Rows();
const folder = copyOfCheckout();
let session: DevSession | undefined;

// Whoever ends this has no skaffold left, and no copy.
const leave = (): void => process.exit(130);
onInterruption(() => void end().finally(leave), leave);
process.once('exit', () => {
  removeCopy(folder);
});

try {
  await rows.row({ name: 'skaffold dev', work: start });
  for (const { soon = true, ...edit } of edits(folder)) {
    await rows.row({ name: edit.name, soon, work: () => sees(edit) });
  }
  await rows.row({ name: 'a container started again', work: () => sees({ ...latest, make: restartContainer }) });
  await rows.row({ name: 'pods deleted by force', work: () => sees({ ...latest, make: deletePods }) });

  const data = await dataOf();
  await rows.row({ name: 'Ctrl-C', work: end });
  await rows.row({ name: 'the data is kept', work: async () => same(data, await dataOf()) });
  await rows.row({ name: 'skaffold dev again', work: start });
  await rows.row({ name: 'it runs what is on disk', work: () => sees({ ...latest, from: 0 }) });
  await rows.row({ name: 'with the data', work: async () => same(data, await dataOf()) });
  await rows.row({ name: 'Ctrl-C again', work: end });
  if (values.delete) {
    await rows.row({ name: 'skaffold delete', work: () => skaffoldDelete(folder, kubectl.context).then(nothing) });
    await rows.row({ name: 'the data is forgotten', work: untilForgotten });
  }
} finally {
  await end();
  process.exitCode = rows.total().failed === 0 ? 0 : 1;
}

interface Sight {
  readonly make?: () => void | Promise<void>;
  readonly seen: readonly RegExp[];
  readonly newPodSays?: readonly string[];
  readonly gone?: RegExp | undefined;
  /** Which line of the session is the first that counts; default: what is said from now on. */
  readonly from?: number;
}

async function sees({ make, seen, newPodSays = [], gone, from }: Sight): Promise<string | undefined> {
  if (!session) return 'skaffold dev does not run';
  const position = from ?? session.position;
  await make?.();
  await session.sees(seen, { position });
  await eventually(() => orderSaid(newPodSays), { deadlineMs: 60_000 });
  const old = gone && session.since(position).find((line) => gone.test(line));
  return old === undefined ? undefined : `old code: ${old}`;
}

async function start(): Promise<undefined> {
  session = new DevSession(folder, kubectl.context);
  await session.untilWatching();
  // What is told later is about the edits.
  await session.sees([/^\[types\].*Found 0 errors/]);
}

async function orderSaid(wanted: readonly string[]): Promise<void> {
  const lines = (await kubectl.run('logs', 'deployment/order', '--namespace=apps')).split('\n');
  const missing = wanted.filter((line) => !lines.includes(line));
  if (missing.length > 0) throw new Error(`the new pod of order did not say: ${missing.join(', ')}`);
}

async function end(): Promise<undefined> {
  await session?.end();
  session = undefined;
}

/** As the kubelet does it after a probe that failed: the pod stays, its container is a new one. */
async function restartContainer(): Promise<void> {
  for (const service of ['order', 'billing']) {
    await kubectl.run('exec', `deployment/${service}`, '--namespace=apps', '--', 'node', '-e', 'process.kill(1)');
  }
}

async function deletePods(): Promise<void> {
  const pods = '--selector=app.kubernetes.io/name in (order,billing)';
  await kubectl.run('delete', 'pod', '--namespace=apps', pods, '--force');
}

/** Which volume and which passwords the databases have: others would have other UIDs. */
function dataOf(): Promise<string> {
  return kubectl.run(
    ...['get', 'pvc,secret', '--namespace=data', '--ignore-not-found'],
    '--output=jsonpath={range .items[*]}{.metadata.name} {.metadata.uid}{"\\n"}{end}',
  );
}

/** skaffold does not wait until a namespace is gone. */
function untilForgotten(): Promise<undefined> {
  return eventually(
    async () => {
      const left = await dataOf();
      if (left !== '') throw new Error(`there is ${left}`);
      return undefined;
    },
    { deadlineMs: 240_000 },
  );
}

function same(expected: string, actual: string): string | undefined {
  return expected === actual ? undefined : `expected '${expected}', got '${actual}'`;
}

function nothing(): undefined {
  return undefined;
}
