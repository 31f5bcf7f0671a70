import type { PrivilegesFile } from '../privileges.schema.ts';
import type { Problem } from '../privileges-text.ts';
import { implicationsOf, isServiceScope, scopesOf } from './scopes.ts';

/** A scope where its kind has no place: a service's own, one for inside, and one that needs a role. */
export function kinds(file: PrivilegesFile): Problem[] {
  return [...atTheEdge(file), ...implied(file), ...rolesScopes(file), ...held(file)];
}

function* atTheEdge(file: PrivilegesFile): Generator<Problem> {
  const scopes = scopesOf(file);
  for (const [api, reachable] of file.edge) {
    for (const scope of reachable) {
      const path = ['edge', api, scope];
      if (isServiceScope(scope)) yield { path, message: "is a service's own scope" };
      if (scopes.get(scope)?.entry.inside) yield { path, message: 'is for inside' };
    }
  }
}

/** What exchange leads to at an API and its edge does not let in must say so: it is authority that no client asked for. */
function* implied(file: PrivilegesFile): Generator<Problem> {
  const scopes = scopesOf(file);
  for (const { path, implied: scope } of implicationsOf(file)) {
    const { api, entry } = scopes.get(scope) ?? {};
    if (api === undefined) continue;
    if (isServiceScope(scope)) yield { path, message: "is a service's own scope" };
    else if (!entry?.inside && !file.edge.get(api)?.includes(scope)) {
      yield { path, message: `is neither let in by edge.${api} nor for inside` };
    }
  }
}

/** Authority over others is asked for by name, by our own clients, and follows from nothing but the like. */
function* rolesScopes(file: PrivilegesFile): Generator<Problem> {
  for (const [role, given] of file.roles) {
    for (const scope of given) {
      if (isServiceScope(scope)) yield { path: ['roles', role, scope], message: "is a service's own scope" };
    }
    for (const { path, held: holding, implied: scope } of implicationsOf(file)) {
      if (given.includes(scope) && !given.includes(holding)) yield { path, message: `needs the role ${role}` };
    }
    for (const [name, client] of file.clients) {
      if (client.listener !== 'public' || client.party !== 'third') continue;
      for (const scope of client.scopes.filter((asked) => given.includes(asked))) {
        yield { path: ['clients', name, 'scopes', scope], message: `needs the role ${role}: not for a third party` };
      }
    }
  }
}

/** Who acts as itself does so with scopes of services alone, and one client alone learns what opaque tokens stand for. */
function* held(file: PrivilegesFile): Generator<Problem> {
  let introspector: string | undefined;
  for (const [name, client] of file.clients) {
    if (client.listener === 'public') continue;
    for (const scope of client.scopes) {
      if (!isServiceScope(scope)) yield { path: ['clients', name, 'scopes', scope], message: "is a person's to give" };
    }
    if (client.listener !== 'internal' || !client.grants.includes('introspection')) continue;
    if (introspector !== undefined) {
      yield { path: ['clients', name, 'grants', 'introspection'], message: `introspection is ${introspector}'s alone` };
    }
    introspector = name;
  }
}
