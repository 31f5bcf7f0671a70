import type { ClientMetadata, JWKS } from 'oidc-provider';
import { offlineAccess } from '../privileges/offline-access.ts';
import type { Privileges } from '../privileges/privileges.ts';
import type { InternalGrant } from '../privileges/privileges.schema.ts';
import type { ClientBindings, InternalBinding } from './client-bindings.ts';

/** Not a grant of RFC 6749: what the one client that introspects asks for the keys of the MACs in opaque tokens by. */
export const macKeysGrant = 'urn:downscope:params:oauth:grant-type:mac-keys';

export const tokenExchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** Browsers and apps: a code with PKCE is the only thing that they may ask a person for. */
export function internetClients(
  privileges: Privileges,
  bindings: ClientBindings,
  keysOf: (file: string) => JWKS,
): ClientMetadata[] {
  return [...bindings.public].map(([id, { keys, ...binding }]) => {
    const client = privileges.publicClient(id);
    const staysConnected = client?.scopes.includes(offlineAccess);
    return {
      client_id: id,
      ...(client && { client_name: client.name }),
      ...binding,
      ...(keys === undefined ? anyone : confidential(keysOf(keys))),
      grant_types: ['authorization_code', ...(staysConnected ? ['refresh_token'] : [])],
      response_types: ['code'],
      response_modes: ['query'],
    };
  });
}

/** A client that anybody can pretend to be (RFC 6749 section 2.1). */
const anyone: Partial<ClientMetadata> = { token_endpoint_auth_method: 'none' };

/** A web client that has a server to keep a key on: what it asks for passes through no browser (RFC 7523, RFC 9126). */
function confidential(jwks: JWKS): Partial<ClientMetadata> {
  return {
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'PS256',
    require_pushed_authorization_requests: true,
    jwks,
  };
}

/** Services: each proves who it is by a signed assertion (RFC 7523), and asks for no browser. */
export function serviceClients(
  privileges: Privileges,
  bindings: ClientBindings,
  keysOf: (binding: InternalBinding) => JWKS,
): ClientMetadata[] {
  return [...bindings.internal].map(([id, binding]) => ({
    client_id: id,
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'PS256',
    jwks: keysOf(binding),
    grant_types: grantTypes(privileges, id),
    response_types: [],
    redirect_uris: [],
  }));
}

const wireNames: Readonly<Record<InternalGrant, readonly string[]>> = {
  introspection: [macKeysGrant],
  token_exchange: [tokenExchangeGrant],
  client_credentials: ['client_credentials'],
};

/** All that a service may ask for tokens by. */
export const internalGrantTypes = Object.values(wireNames).flat();

function grantTypes(privileges: Privileges, id: string): string[] {
  const client = privileges.client(id);
  return client?.listener === 'internal' ? client.grants.flatMap((grant) => wireNames[grant]) : [];
}
