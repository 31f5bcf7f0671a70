import type { Privileges } from '@downscope/identity/src/privileges/privileges.ts';
import { issuer } from './settings.ts';

const internalIdentity = 'https://identity.example';

/**
 * Where tokens for one API come from, as flows of OAuth: people's through a client that they log in with, and what exists inside alone
 * (OpenAPI has no word for token exchange) at identity's internal listener.
 */
export function securitySchemesOf(privileges: Privileges, api: string): Record<string, object> {
  const server = privileges.file.resource_servers.get(api);
  const words = Object.fromEntries([...(server?.scopes ?? [])].map(([scope]) => [scope, wordsOf(privileges, scope)]));
  const outside = new Set(privileges.file.edge.get(api));
  const part = (isOutside: boolean) =>
    Object.fromEntries(Object.entries(words).filter(([scope]) => outside.has(scope) === isOutside));
  const inside = part(false);
  return {
    accessToken: {
      type: 'oauth2',
      description: `A JWT (RFC 9068) whose audience is ${server?.audience ?? ''} alone. At the edge a client sends an opaque token, which is swapped for it.`,
      flows: {
        authorizationCode: {
          authorizationUrl: `${issuer}/auth`,
          tokenUrl: `${issuer}/token`,
          refreshUrl: `${issuer}/token`,
          scopes: part(true),
        },
        ...(Object.keys(inside).length > 0 && {
          clientCredentials: { tokenUrl: `${internalIdentity}/token`, scopes: inside },
        }),
      },
    },
  };
}

function wordsOf(privileges: Privileges, scope: string): string {
  const { words = '', inside } = privileges.scope(scope) ?? {};
  if (!inside) return words;
  const callers = [...privileges.file.exchange].flatMap(([caller, targets]) =>
    [...targets.values()].some((implied) => [...implied.values()].flat().includes(scope)) ? [caller] : [],
  );
  return `${words}: by token exchange (RFC 8693) of ${callers.join(' and ')} alone`;
}

/** What an operation asks of its caller, for people. */
export function needs(
  privileges: Privileges,
  scopes: readonly string[],
  claims: readonly string[],
  strongLoginSeconds: number | undefined,
): string {
  const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
  const claimWords = claims.map((claim) => `\`${claim}\` (${privileges.file.claims.get(claim) ?? claim})`);
  return [
    scopes.length > 0 && `Needs the scope ${quoted(scopes)}.`,
    claims.length > 0 && `The token must hold the claim ${claimWords.join(', ')}: without it the answer is 403.`,
    strongLoginSeconds !== undefined &&
      `Needs a login that cannot be phished, no older than ${strongLoginSeconds} seconds: otherwise the answer is 401, and says which (RFC 9470).`,
  ]
    .filter(Boolean)
    .join(' ');
}
