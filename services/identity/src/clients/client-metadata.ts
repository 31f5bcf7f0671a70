import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientMetadata } from 'oidc-provider';
import { z } from 'zod';
import type { Privileges } from '../privileges/privileges.ts';
import type { InternalGrant } from '../privileges/privileges.schema.ts';
import type { ClientBindings } from './client-bindings.ts';

export const tokenExchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';

// Strict, so that a private key put there by mistake is refused and not only ignored.
const publicKeys = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        kty: z.literal('RSA'),
        n: z.string(),
        e: z.string(),
        kid: z.string(),
        alg: z.literal('PS256').optional(),
        use: z.literal('sig').optional(),
      }),
    )
    .min(1),
});

/** Browsers and apps: public clients with PKCE, and a code the only thing that they may ask for. */
export function internetClients(privileges: Privileges, bindings: ClientBindings): ClientMetadata[] {
  return [...bindings.public].map(([id, binding]) => {
    const client = privileges.file.clients[id];
    return {
      client_id: id,
      ...(client?.listener === 'public' && { client_name: client.name }),
      ...binding,
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      response_modes: ['query'],
    };
  });
}

/** Services: each proves who it is by a signed assertion (RFC 7523), and asks for no browser. */
export function serviceClients(privileges: Privileges, bindings: ClientBindings, keysDir: string): ClientMetadata[] {
  return [...bindings.internal].map(([id, { keys }]) => ({
    client_id: id,
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'PS256',
    jwks: publicKeys.parse(JSON.parse(readFileSync(join(keysDir, keys), 'utf8'))),
    grant_types: grantTypes(privileges, id),
    response_types: [],
    redirect_uris: [],
  }));
}

const wireNames: Readonly<Record<InternalGrant, readonly string[]>> = {
  introspection: [],
  token_exchange: [tokenExchangeGrant],
  client_credentials: ['client_credentials'],
};

function grantTypes(privileges: Privileges, id: string): string[] {
  const client = privileges.file.clients[id];
  return client?.listener === 'internal' ? client.grants.flatMap((grant) => wireNames[grant]) : [];
}
