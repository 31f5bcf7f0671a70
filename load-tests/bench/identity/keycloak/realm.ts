import type { KeyFolders } from '@downscope/local/parts/service-keys.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export const realm = 'downscope';
export const person = { username: 'alice', password: 'alice-demo-password' };

const accessToken = z.object({ access_token: z.string() });

/** Makes a realm in which the services that identity has for clients may do what they may do there. */
export async function makeRealm(url: string, admin: typeof person, keys: KeyFolders): Promise<void> {
  const token = await tokenByPassword(url, 'master', 'admin-cli', admin);
  const response = await fetch(`${url}/admin/realms`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(representation(keys)),
  });
  if (response.status !== 201) throw new Error(`Keycloak makes no realm: ${await response.text()}`);
}

/** An access token of somebody who logs in without a page. */
export async function tokenByPassword(
  url: string,
  realmName: string,
  client: string,
  { username, password }: typeof person,
): Promise<string> {
  const response = await fetch(`${url}/realms/${realmName}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', client_id: client, username, password }),
  });
  return accessToken.parse(await response.json()).access_token;
}

/** As Keycloak's admin API has it; its signatures and the services' are identity's, PS256. */
function representation(keys: KeyFolders): object {
  return {
    realm,
    enabled: true,
    sslRequired: 'none',
    defaultSignatureAlgorithm: 'PS256',
    accessTokenLifespan: 300,
    users: [
      {
        username: person.username,
        firstName: 'Alice',
        lastName: 'Example',
        email: 'alice@shop.example',
        emailVerified: true,
        enabled: true,
        credentials: [{ type: 'password', value: person.password }],
      },
    ],
    clients: [
      {
        clientId: 'walkthrough',
        publicClient: true,
        standardFlowEnabled: false,
        directAccessGrantsEnabled: true,
        protocolMappers: [audience('phantom-token'), audience('order')],
      },
      // The answer of an introspection holds a JWT, as the phantom token pattern needs it.
      service('phantom-token', keys, { 'client.introspection.response.allow.jwt.claim.enabled': 'true' }),
      {
        ...service('order', keys, { 'standard.token.exchange.enabled': 'true' }),
        protocolMappers: [audience('billing')],
      },
      { ...service('billing', keys), serviceAccountsEnabled: true },
    ],
  };
}

function service(clientId: string, { publicKeysFolder }: KeyFolders, attributes: Record<string, string> = {}): object {
  return {
    clientId,
    standardFlowEnabled: false,
    clientAuthenticatorType: 'client-jwt',
    attributes: {
      'use.jwks.string': 'true',
      'jwks.string': readFileSync(join(publicKeysFolder, `${clientId}.jwks.json`), 'utf8'),
      'token.endpoint.auth.signing.alg': 'PS256',
      ...attributes,
    },
  };
}

const audience = (client: string): object => ({
  name: `audience ${client}`,
  protocol: 'openid-connect',
  protocolMapper: 'oidc-audience-mapper',
  config: { 'included.client.audience': client, 'access.token.claim': 'true' },
});
