import type { Privileges } from './privileges.ts';

/** What else happens behind the APIs when these scopes are used, all the way down, in the order in which it follows. */
export function impliedBy(privileges: Privileges, scopes: readonly string[]): readonly string[] {
  const seen = new Set(scopes);
  // A Set visits what is added while it is walked, so each scope's implications are followed once.
  for (const scope of seen) {
    const owner = privileges.ownerOf(scope);
    const targets = owner === undefined ? undefined : privileges.file.exchange.get(owner);
    for (const implications of targets?.values() ?? []) {
      for (const implied of implications.get(scope) ?? []) seen.add(implied);
    }
  }
  return [...seen].slice(new Set(scopes).size);
}
