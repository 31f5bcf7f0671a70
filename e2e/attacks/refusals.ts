import { z } from 'zod';
import type { StackClient } from '../support/stack-client.ts';
import type { ServiceName } from '../support/stack.ts';

const Refusal = z.object({
  msg: z.literal('request refused'),
  traceId: z.string(),
  status: z.number(),
  code: z.string(),
  reason: z.string(),
});

/** What a service's log says of a request that its guard turned away. */
export type Refusal = z.infer<typeof Refusal>;

/** All that a service refused so far, by the trace of the request. */
export async function refusalsOf(stack: StackClient, service: ServiceName): Promise<Map<string, Refusal[]>> {
  // What stands after the last line feed is a line that is still being written.
  const lines = ((await stack.logs()).get(service) ?? '').split('\n').slice(0, -1);
  const refusals = lines
    .filter((text) => text.includes('"request refused"'))
    .map((text) => Refusal.parse(JSON.parse(text)));
  return Map.groupBy(refusals, ({ traceId }) => traceId);
}
