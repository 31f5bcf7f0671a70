import { type ServiceName, serviceNames } from '@downscope/local/service-list.ts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Kubectl } from '../support/cluster/kubectl.ts';
import { podAddresses, reachedFrom } from '../support/cluster/network-probe.ts';
import { NetworkTable } from '../support/cluster/network-table.ts';
import { workloads } from '../support/cluster/places.ts';
import type { Part } from '../support/stack.ts';
import { targetOf } from '../support/target.ts';

const kubectl = await Kubectl.for(targetOf(process.env).context);
const table = new NetworkTable();

/** All ports that something listens at, in and beside the table. */
const ports: Readonly<Record<Part, readonly number[]>> = {
  nginx: [80, 443],
  'default-backend': [3000],
  ...(Object.fromEntries(serviceNames.map((name) => [name, [3000]])) as Record<ServiceName, number[]>),
  identity: [3001],
  'identity-public': [3000, 3002],
  kafka: [9092, 9093, 9094],
  postgres: [5432],
};
const parts = Object.keys(ports) as Part[];

/** The controller's image has neither a shell nor Node.js to try from; what it reaches, all other specs see. */
const sources = parts.filter((part) => part !== 'nginx');

const nameOf = (part: Part) => `${workloads[part].namespace}/${part === 'nginx' ? 'controller' : part}`;

interface Target {
  readonly to: string;
  /** As the table names it. */
  readonly named: string;
  readonly host: string;
  readonly port: number;
}

const targets: Target[] = [];

const serviceAddress = (namespace: string, name: string) =>
  kubectl.run('get', 'service', name, `--namespace=${namespace}`, '--output=jsonpath={.spec.clusterIP}');

beforeAll(async () => {
  for (const part of parts) {
    const { namespace, pods } = workloads[part];
    for (const host of await podAddresses(kubectl, namespace, pods)) {
      targets.push(...ports[part].map((port) => ({ to: nameOf(part), named: String(port), host, port })));
    }
  }
  targets.push({
    to: 'kube-system/kube-dns',
    named: 'dns-tcp',
    host: await serviceAddress('kube-system', 'kube-dns'),
    port: 53,
  });
  targets.push({ to: 'API server', named: '443', host: await serviceAddress('default', 'kubernetes'), port: 443 });
});

describe('the network of the cluster', () => {
  it('has what the table speaks of', () => {
    expect(table.size).toBeGreaterThan(20);
    expect(new Set(targets.map(({ to }) => to)).size).toBe(parts.length + 2);
  });

  it.each(sources)('%s connects where the table says, and nowhere else', async (part) => {
    const from = nameOf(part);
    const others = targets.filter(({ to }) => to !== from);
    const by = part === 'kafka' || part === 'postgres' ? 'bash' : 'node';

    const reached = await reachedFrom(kubectl, { ...workloads[part], by }, others);

    const named = ({ to, named: port }: Target) => `${from} -> ${to}:${port}`;
    const allowed = others.filter(({ to, named: port }) => table.allows(from, to, port));
    expect(others.filter((_, index) => reached[index]).map(named)).toEqual(allowed.map(named));
  });
});
