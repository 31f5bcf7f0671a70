import { z } from 'zod';
import type { PrivilegesFile } from './privileges.schema.ts';

// RFC 7519 section 4.1, RFC 8693 section 4 and RFC 9068 section 2.2: what a claim about a person must not be called.
const protocolClaims = new Set(
  'iss sub aud exp nbf iat jti client_id scope act may_act auth_time acr amr cnf origin_jti'.split(' '),
);

/** Every name in the file that refers to nothing, or to two things; each as `path: what is wrong`. Empty when all is well. */
export function problemsOf(file: PrivilegesFile): string[] {
  return [...resourceServers(file), ...edge(file), ...exchange(file), ...clients(file)];
}

function* resourceServers(file: PrivilegesFile): Generator<string> {
  const owners = new Map<string, string>();
  const audiences = new Set([file.opaque_token.audience]);
  for (const [name, server] of Object.entries(file.resource_servers)) {
    const path = `resource_servers.${name}`;
    if (audiences.has(server.audience)) yield `${path}: audience ${server.audience} is another's`;
    audiences.add(server.audience);
    for (const scope of Object.keys(server.scopes)) {
      const owner = owners.get(scope);
      if (owner !== undefined) yield `${path}: scope ${scope} is ${owner}'s`;
      owners.set(scope, name);
    }
    for (const claim of server.claims) {
      if (protocolClaims.has(claim)) yield `${path}: claim ${claim} belongs to the protocol`;
    }
  }
}

function* edge(file: PrivilegesFile): Generator<string> {
  for (const [name, scopes] of Object.entries(file.edge)) yield* unknownScopes(file, name, scopes, `edge.${name}`);
}

function* exchange(file: PrivilegesFile): Generator<string> {
  for (const [requester, targets] of Object.entries(file.exchange)) {
    if (!grantsOf(file, requester).includes('token_exchange')) {
      yield `exchange.${requester}: no client ${requester} has the grant token_exchange`;
    }
    for (const [target, implications] of Object.entries(targets)) {
      const path = `exchange.${requester}.${target}`;
      yield* unknownScopes(file, requester, Object.keys(implications), path);
      for (const [held, implied] of Object.entries(implications)) {
        yield* unknownScopes(file, target, implied, `${path}.${held}`);
      }
    }
  }
}

function* clients(file: PrivilegesFile): Generator<string> {
  const internet = new Set(['openid', ...Object.values(file.edge).flat()]);
  const internal = new Set(Object.values(file.resource_servers).flatMap((server) => Object.keys(server.scopes)));
  for (const [name, client] of Object.entries(file.clients)) {
    const path = `clients.${name}`;
    // A principal is a service when its subject is its client id, so no client may be called as a person is.
    if (z.uuid().safeParse(name).success) yield `${path}: is called as only a person's subject is`;
    const holdable = client.listener === 'public' ? internet : internal;
    for (const scope of client.scopes) {
      if (!holdable.has(scope)) yield `${path}: unknown scope ${scope} for the listener ${client.listener}`;
    }
    if (client.listener !== 'internal') continue;
    if (client.grants.includes('token_exchange') && !file.exchange[name]) yield `${path}: has nothing to exchange for`;
    if (client.grants.includes('client_credentials') !== client.scopes.length > 0) {
      yield `${path}: scopes and the grant client_credentials go together`;
    }
  }
}

function grantsOf(file: PrivilegesFile, client: string): readonly string[] {
  return file.clients[client]?.grants ?? [];
}

function* unknownScopes(
  file: PrivilegesFile,
  name: string,
  scopes: readonly string[],
  path: string,
): Generator<string> {
  const server = file.resource_servers[name];
  if (!server) yield `${path}: unknown resource server ${name}`;
  else for (const scope of scopes) if (!(scope in server.scopes)) yield `${path}: unknown scope ${scope} of ${name}`;
}
