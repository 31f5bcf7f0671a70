import type { PrivilegesFile, Scope } from '../privileges.schema.ts';

/** Every scope with where it stands in the file. */
export function scopesOf(
  file: PrivilegesFile,
): ReadonlyMap<string, { path: readonly string[]; api: string; entry: Scope }> {
  return new Map(
    [...file.resource_servers].flatMap(([api, { scopes }]) =>
      [...scopes].map(([scope, entry]) => [scope, { path: ['resource_servers', api, 'scopes', scope], api, entry }]),
    ),
  );
}

export interface Implication {
  readonly path: readonly string[];
  readonly held: string;
  readonly implied: string;
}

/** What one scope implies at another API, one line of the file each. */
export function implicationsOf(file: PrivilegesFile): Implication[] {
  return [...file.exchange].flatMap(([requester, targets]) =>
    [...targets].flatMap(([target, implications]) =>
      [...implications].flatMap(([held, all]) =>
        all.map((implied) => ({ path: ['exchange', requester, target, held, implied], held, implied })),
      ),
    ),
  );
}

/** A scope of a service that acts as itself. */
export function isServiceScope(scope: string): boolean {
  return scope.endsWith('_any') || scope.startsWith('ssf.');
}
