import type { StackClient } from '../support/stack-client.ts';
import { apis } from '../support/stack.ts';

/** How often each service answered: "order GET /orders 401" -> 3. */
type RequestCounts = ReadonlyMap<string, number>;

const counters = [...apis, 'phantom-token'] as const;
const line =
  /^http_server_request_duration_seconds_count\{method="(?<method>\w+)",route="(?<route>[^"]*)",status="(?<status>\d+)"[^}]*\} (?<count>\d+)$/gm;
const operational = /^\/(health\/|metrics$|openapi\.json$)/;

export async function requestCounts(stack: StackClient): Promise<RequestCounts> {
  const texts = counters.map(async (service) => {
    const { text } = await stack.callService(service, '/metrics');
    return countsIn(text).map(([what, count]) => [`${service} ${what}`, count] as const);
  });
  return new Map((await Promise.all(texts)).flat());
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
