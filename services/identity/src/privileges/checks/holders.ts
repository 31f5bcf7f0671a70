import type { PrivilegesFile } from '../privileges.schema.ts';
import type { Problem } from '../privileges-text.ts';
import { implicationsOf, scopesOf } from './scopes.ts';

/** A scope that nobody can hold: no client lists it, and no scope that somebody can hold implies it. */
export function* holders(file: PrivilegesFile): Generator<Problem> {
  const holdable = new Set([...file.clients.values()].flatMap(({ scopes }) => scopes));
  const implications = implicationsOf(file);
  // A Set visits what is added while it is walked.
  for (const scope of holdable) {
    for (const { held, implied } of implications) if (held === scope) holdable.add(implied);
  }
  for (const [scope, { path }] of scopesOf(file))
    if (!holdable.has(scope)) yield { path, message: 'nobody can hold it' };
}
