import type { StackClient } from '../support/stack-client.ts';
import { apis } from '../support/stack.ts';

/** How often each service answered: "order GET /orders 401" -> 3. */
type RequestCounts = ReadonlyMap<string, number>;

const counters = [...apis, 'phantom-token'] as const;
const line =
  /^http_server_request_duration_seconds_count\{method="(?<method>\w+)",route="(?<route>[^"]*)",status="(?<status>\d+)"[^}]*\} (?<count>\d+)$/gm;
const operational = /^\/(health\/|metrics$)/;

export async function requestCounts(stack: StackClient): Promise<RequestCounts> {
  const counts = new Map<string, number>();
  const texts = await Promise.all(
    counters.map(async (service) => [service, (await stack.metricsOf(service)).flatMap(countsIn)] as const),
  );
  for (const [service, counted] of texts) {
    for (const [what, count] of counted) {
      const key = `${service} ${what}`;
      counts.set(key, (counts.get(key) ?? 0) + count);
    }
  }
  return counts;
}

export function countsIn(metrics: string): [what: string, count: number][] {
  return [...metrics.matchAll(line)].flatMap(({ groups = {} }) => {
    const { method = '', route = '', status = '', count } = groups;
    return operational.test(route) ? [] : [[`${method} ${route} ${status}`, Number(count)]];
  });
}

/** What was answered between the two. */
export function difference(before: RequestCounts, after: RequestCounts): RequestCounts {
  const more = [...after].map(([what, count]) => [what, count - (before.get(what) ?? 0)] as const);
  return new Map(more.filter(([, count]) => count !== 0));
}
