import { z } from 'zod';
import type { Problem } from './problem.ts';
import { nameOf, type Resource } from './resource.ts';

const environment = z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]);
const containers = z.array(z.object({ env: environment, args: z.array(z.string()).default([]) }));
const workload = z.object({
  spec: z.object({ replicas: z.int().default(1), template: z.object({ spec: z.object({ containers }) }) }),
});

/** Beside its pool, a process has a session that listens, and one by which it looks whether others get in. */
const besidePool = 2;
/** PostgreSQL's `superuser_reserved_connections`. */
const reserved = 3;

/** Deployments that may want more connections, while all pods are replaced at once, than the PostgreSQL beside them takes. */
export function connectionsBeyond(resources: readonly Resource[]): Problem[] {
  const database = resources.find(({ kind, metadata: { name } }) => kind === 'StatefulSet' && name === 'postgres');
  if (!database) return [];
  const pods = resources
    .filter(({ kind }) => kind === 'Deployment')
    .map((each) => [each, workload.parse(each)] as const);
  const wanting = pods.flatMap(([resource, { spec }]) => {
    const [env] = spec.template.spec.containers.map((container) => container.env);
    if (!env?.some(({ name }) => name === 'DATABASE_URL_FILE')) return [];
    const size = Number(env.find(({ name }) => name === 'DATABASE_MAX_CONNECTIONS')?.value);
    return [{ resource, wanted: 2 * spec.replicas * (size + besidePool) }];
  });
  const unsaid = wanting.filter(({ wanted }) => Number.isNaN(wanted));
  if (unsaid.length > 0) {
    return unsaid.map(({ resource }) => problem(resource, 'DATABASE_MAX_CONNECTIONS is not said'));
  }
  const wanted = reserved + wanting.reduce((sum, each) => sum + each.wanted, 0);
  const taken = takenBy(database);
  return wanted > taken
    ? [problem(database, `max_connections is ${taken}, and all pods while they are replaced want ${wanted}`)]
    : [];
}

const problem = (resource: Resource, message: string): Problem => ({
  rule: 'connections',
  resource: nameOf(resource),
  message,
});

/** PostgreSQL's own default where nothing is said. */
function takenBy(database: Resource): number {
  const [container] = workload.parse(database).spec.template.spec.containers;
  const said = container?.args.map((arg) => /^max_connections=(\d+)$/.exec(arg)?.[1]).find((found) => found);
  return Number(said ?? 100);
}
