import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { DevSession } from '../dev-loop/dev-session.ts';
import type { Kubectl } from '../support/cluster/kubectl.ts';
import { workloads } from '../support/cluster/places.ts';
import { eventually } from '../support/eventually.ts';
import type { Part } from '../support/stack.ts';

const root = join(import.meta.dirname, '../..');
const deadlineMs = 240_000;
/** The edge hears of a new pod a little later than Kubernetes says that it is ready. */
const settleMs = 3_000;
const busyMs = 60_000;
/** So many that want a processor all the time, at a low priority: a load of twenty. */
const busyProcesses = 20;

const Pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
      status: z.object({
        conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
      }),
    }),
  ),
});

/** The pods of a part that are ready and stay. */
export async function podsOf(kubectl: Kubectl, part: Part): Promise<string[]> {
  const { namespace, pods } = workloads[part];
  const printed = await kubectl.run('get', 'pods', `--selector=${pods}`, `--namespace=${namespace}`, '--output=json');
  return Pods.parse(JSON.parse(printed))
    .items.filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .filter(({ status }) => status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True'))
    .map(({ metadata }) => metadata.name);
}

/** Takes away each pod of a part in its turn; resolves when the last has its successor, and has left. */
export async function disrupt(kubectl: Kubectl, part: Part, how: 'deleted by force' | 'evicted'): Promise<void> {
  const pods = await podsOf(kubectl, part);
  for (const pod of pods) {
    await (how === 'evicted' ? evict(kubectl, part, pod) : deleteByForce(kubectl, part, pod));
    await eventually(
      async () => {
        const now = await podsOf(kubectl, part);
        // A StatefulSet's successor has its name: it is one that is ready.
        if (now.length < pods.length)
          throw new Error(`${String(now.length)} of ${String(pods.length)} pods of ${part}`);
      },
      { deadlineMs },
    );
    await pause(settleMs);
  }
}

async function deleteByForce(kubectl: Kubectl, part: Part, pod: string): Promise<void> {
  await kubectl.run('delete', 'pod', pod, `--namespace=${workloads[part].namespace}`, '--force', '--grace-period=0');
}

/** As `kubectl drain` does it: where a disruption budget says not yet, it asks again. */
async function evict(kubectl: Kubectl, part: Part, pod: string): Promise<void> {
  const { namespace } = workloads[part];
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod, namespace } };
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/eviction`;
  await eventually(() => kubectl.feed(JSON.stringify(eviction), 'create', `--raw=${path}`, '--filename=-'), {
    deadlineMs,
  });
  await kubectl.run('wait', `pod/${pod}`, '--for=delete', '--timeout=90s', `--namespace=${namespace}`);
}

/** `skaffold dev` of this checkout, up and served. */
export async function developing(kubectl: Kubectl): Promise<DevSession> {
  const session = new DevSession(root, kubectl.context);
  await session.untilWatching();
  return session;
}

/** Ctrl-C, and `skaffold run` after it. */
export async function deployAgain(kubectl: Kubectl, session: DevSession): Promise<void> {
  await session.end();
  await promisify(execFile)('skaffold', ['run', '--kube-context', kubectl.context], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  await pause(settleMs);
}

/** Gives this machine, where a local cluster's node is, more to do than it can, for a minute. */
export async function keepBusy(): Promise<void> {
  const loop = [
    '-n',
    '15',
    process.execPath,
    '--eval',
    `const end = Date.now() + ${String(busyMs)}; while (Date.now() < end);`,
  ];
  const started = Array.from({ length: busyProcesses }, () => promisify(execFile)('nice', loop));
  await Promise.all(started);
}
