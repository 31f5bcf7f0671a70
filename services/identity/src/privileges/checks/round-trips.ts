import type { PrivilegesFile } from '../privileges.schema.ts';
import type { Problem } from '../privileges-text.ts';
import { type Implication, implicationsOf, scopesOf } from './scopes.ts';

/** Widening by a round trip: exchanges that lead back to an API with another scope than they set out from there with. */
export function* roundTrips(file: PrivilegesFile): Generator<Problem> {
  const scopes = scopesOf(file);
  const implications = implicationsOf(file);
  for (const [start, { api }] of scopes) {
    for (const { path, implied } of wayFrom(start, implications)) {
      if (implied !== start && scopes.get(implied)?.api === api) {
        yield { path, message: `leads from ${start} back to ${api} with ${implied}` };
      }
    }
  }
}

/** Every implication that can be followed from a scope, each once. */
function wayFrom(start: string, implications: readonly Implication[]): ReadonlySet<Implication> {
  const from = (scope: string) => implications.filter(({ held }) => held === scope);
  const way = new Set(from(start));
  for (const { implied } of way) for (const next of from(implied)) way.add(next);
  return way;
}
