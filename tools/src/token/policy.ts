import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const schema = z.object({
  resource_servers: z.record(z.string(), z.object({ audience: z.string() })),
  exchange: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.array(z.string())))),
});

/** Of privileges.yaml, what says how a token goes on from one API to the next. */
export type Policy = z.infer<typeof schema>;

export function readPolicy(): Policy {
  return schema.parse(parse(readFileSync(new URL('../../../privileges.yaml', import.meta.url), 'utf8')));
}

/** Every scope that `held` at one API implies at another: the most that an exchange between the two may ask for. */
export function impliedScopes(policy: Policy, from: string, to: string, held: readonly string[]): readonly string[] {
  const implications = policy.exchange[from]?.[to] ?? {};
  return [...new Set(held.flatMap((scope) => implications[scope] ?? []))];
}
