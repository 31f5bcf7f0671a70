import { type Decision, refuse } from './decision.ts';
import type { Privileges } from './privileges.ts';

/** What a service may call another with as itself, when no person is there (RFC 6749 section 4.4). */
export function clientCredentials(
  privileges: Privileges,
  clientId: string,
  request: { audience: string | undefined; scopes: readonly string[] },
): Decision {
  const { audience, scopes } = request;
  const client = privileges.client(clientId);
  const [, server] = audience === undefined ? [] : (privileges.resourceServer(audience) ?? []);
  if (!client || client.listener === 'public') return refuse('invalid_request', 'the client may not act as itself');
  if (audience === undefined || !server) return refuse('invalid_target', 'the audience is missing or unknown');
  if (scopes.length === 0) return refuse('invalid_scope', 'scope is missing');
  if (!scopes.every((scope) => client.scopes.includes(scope))) {
    return refuse('invalid_scope', 'the client may not hold the scopes asked for');
  }
  if (!scopes.every((scope) => server.scopes.has(scope))) {
    return refuse('invalid_target', 'the scopes asked for belong to another audience');
  }
  return { allowed: true, audience, scopes, claims: {}, rule: `clients.${clientId}` };
}
