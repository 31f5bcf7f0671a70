import { z } from 'zod';
import { offlineAccess } from '../offline-access.ts';
import type { PrivilegesFile } from '../privileges.schema.ts';
import type { Problem } from '../privileges-text.ts';

type Path = Problem['path'];

/** Names that refer to nothing, or to two things. */
export function references(file: PrivilegesFile): Problem[] {
  return [...resourceServers(file), ...edge(file), ...exchange(file), ...roles(file), ...clients(file)];
}

function* resourceServers(file: PrivilegesFile): Generator<Problem> {
  const owners = new Map<string, string>();
  const audiences = new Set([file.opaque_token.audience]);
  for (const [name, { audience, scopes }] of file.resource_servers) {
    const path = ['resource_servers', name];
    if (audiences.has(audience)) yield { path: [...path, 'audience'], message: `${audience} is another's` };
    audiences.add(audience);
    for (const [scope, { claims }] of scopes) {
      const owner = owners.get(scope);
      if (owner !== undefined) yield { path: [...path, 'scopes', scope], message: `is a scope of ${owner}` };
      owners.set(scope, name);
      for (const claim of claims) {
        if (!file.claims.has(claim))
          yield { path: [...path, 'scopes', scope, 'claims', claim], message: 'unknown claim' };
      }
    }
  }
}

function* edge(file: PrivilegesFile): Generator<Problem> {
  for (const [name, scopes] of file.edge) yield* unknownScopes(file, name, scopes, ['edge', name]);
}

function* exchange(file: PrivilegesFile): Generator<Problem> {
  for (const [requester, targets] of file.exchange) {
    const client = file.clients.get(requester);
    if (client?.listener !== 'internal' || !client.grants.includes('token_exchange')) {
      yield { path: ['exchange', requester], message: `no client ${requester} has the grant token_exchange` };
    }
    for (const [target, implications] of targets) {
      const path = ['exchange', requester, target];
      yield* unknownScopes(file, requester, [...implications.keys()], path);
      for (const [held, implied] of implications) yield* unknownScopes(file, target, implied, [...path, held]);
    }
  }
}

function* roles(file: PrivilegesFile): Generator<Problem> {
  const known = allScopes(file);
  for (const [role, scopes] of file.roles) {
    for (const scope of scopes) if (!known.has(scope)) yield { path: ['roles', role, scope], message: 'unknown scope' };
  }
}

function* clients(file: PrivilegesFile): Generator<Problem> {
  const internet = new Set(['openid', offlineAccess, ...[...file.edge.values()].flat()]);
  const known = allScopes(file);
  for (const [name, client] of file.clients) {
    const path = ['clients', name];
    // A principal is a service when its subject is its client id, so no client may be called as a person is.
    if (z.uuid().safeParse(name).success) yield { path, message: "is called as only a person's subject is" };
    const holdable = client.listener === 'public' ? internet : known;
    for (const scope of client.scopes) {
      if (!holdable.has(scope)) {
        yield { path: [...path, 'scopes', scope], message: `unknown scope for the listener ${client.listener}` };
      }
    }
    if (client.listener !== 'internal') continue;
    if (client.grants.includes('token_exchange') && !file.exchange.has(name)) {
      yield { path: [...path, 'grants', 'token_exchange'], message: 'has nothing to exchange for' };
    }
    if (client.grants.includes('client_credentials') !== client.scopes.length > 0) {
      yield { path: [...path, 'grants'], message: 'scopes and the grant client_credentials go together' };
    }
  }
}

function allScopes(file: PrivilegesFile): Set<string> {
  return new Set([...file.resource_servers.values()].flatMap(({ scopes }) => [...scopes.keys()]));
}

function* unknownScopes(file: PrivilegesFile, name: string, scopes: readonly string[], path: Path): Generator<Problem> {
  const server = file.resource_servers.get(name);
  if (!server) yield { path, message: `unknown resource server ${name}` };
  else {
    for (const scope of scopes) {
      if (!server.scopes.has(scope)) yield { path: [...path, scope], message: `unknown scope of ${name}` };
    }
  }
}
