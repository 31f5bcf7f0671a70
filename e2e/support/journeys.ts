import { z } from 'zod';
import { ask, bodyOf, expectStatus } from './answer.ts';

const names = z.array(z.string());
const Hop = z.object({
  from: z.string(),
  to: z.string(),
  via: z.enum(['client', 'edge', 'exchange', 'client_credentials', 'event', 'refused']),
  action: z.string().nullable(),
  audience: z.string().nullable(),
  scopes: names,
  claims: names,
  actors: names,
  secondsLeft: z.number().nullable(),
  rule: z.string().nullable(),
  lost: z.object({ scopes: names, claims: names }),
});
const Journey = z.object({ traceId: z.string(), title: z.string(), hops: z.array(Hop) });

/** What each hop of one request was allowed, as the journey service tells it. */
export type Journey = z.infer<typeof Journey>;
export type Hop = z.infer<typeof Hop>;

export async function journeyOf(journeyUrl: string, traceId: string): Promise<Journey> {
  return bodyOf(expectStatus(await ask(`${journeyUrl}/traces/${traceId}`), 200), Journey);
}
