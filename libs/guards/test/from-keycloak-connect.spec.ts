import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { readFileSync } from 'node:fs';
import { aToken, JwksServer } from '../src/testing/index.ts';
import { shop } from './from-keycloak-connect/products.ts';
import { keycloakPerson } from './profiles/keycloak.ts';

const issuer = String(keycloakPerson.claims['iss']);
const seconds = Math.floor(Date.now() / 1000);

let jwks: JwksServer;
let app: NestFastifyApplication;
beforeAll(async () => {
  jwks = await JwksServer.start();
  app = await NestFactory.create<NestFastifyApplication>(shop(issuer, jwks.uri), new FastifyAdapter(), {
    logger: false,
  });
  await app.init();
});
afterAll(async () => {
  await app.close();
  await jwks.close();
});

/** A token as Keycloak writes it, for a person with these scopes and roles. */
function bearer({ scopes = '', client = [] as string[], realm = [] as string[], ...claims }): string {
  const token = aToken({
    profile: 'keycloak',
    header: { typ: 'JWT' },
    claims: {
      ...keycloakPerson.claims,
      client_id: undefined,
      exp: seconds + 300,
      iat: seconds,
      auth_time: seconds,
      aud: ['products', 'account'],
      scope: scopes,
      realm_access: { roles: ['offline_access', ...realm] },
      resource_access: { account: { roles: ['view-profile'] }, ...(client.length > 0 && { shop: { roles: client } }) },
      ...claims,
    },
  });
  return `Bearer ${token}`;
}

const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string, authorization?: string) => {
  const { statusCode, body } = await app.inject({ method, url, headers: authorization ? { authorization } : {} });
  return { statusCode, body };
};

describe('the shop, ported from nest-keycloak-connect', () => {
  it.each<[string, 'GET' | 'POST' | 'DELETE', string, string | undefined, number]>([
    ['the list is for everybody', 'GET', '/products', undefined, 200],
    ['a product is not', 'GET', '/products/grinder', undefined, 401],
    ['a product, with the scope', 'GET', '/products/grinder', bearer({ scopes: 'email products_view' }), 200],
    ['a product, with another', 'GET', '/products/grinder', bearer({ scopes: 'products_create' }), 403],
    ['a new product', 'POST', '/products', bearer({ scopes: 'products_create' }), 201],
    ['barcodes, with one role of the client', 'GET', '/products/barcodes', bearer({ client: ['stocktaker'] }), 200],
    ['barcodes, with the other', 'GET', '/products/barcodes', bearer({ client: ['admin'] }), 200],
    ['barcodes, with neither', 'GET', '/products/barcodes', bearer({ client: ['guest'] }), 403],
    ["barcodes, with the realm's role of that name", 'GET', '/products/barcodes', bearer({ realm: ['admin'] }), 403],
    [
      'a product goes, with both roles',
      'DELETE',
      '/products/grinder',
      bearer({ scopes: 'products_delete', client: ['admin'], realm: ['sysadmin'] }),
      200,
    ],
    [
      'a product stays, with one role alone',
      'DELETE',
      '/products/grinder',
      bearer({ scopes: 'products_delete', client: ['admin'] }),
      403,
    ],
    ['an ID token', 'GET', '/products/grinder', bearer({ scopes: 'products_view', typ: 'ID' }), 401],
    ['a token for another API', 'GET', '/products/grinder', bearer({ scopes: 'products_view', aud: 'account' }), 401],
    [
      'a token of another realm',
      'GET',
      '/products/grinder',
      bearer({ scopes: 'products_view', iss: 'https://keycloak.test/realms/other' }),
      401,
    ],
  ])('%s: %s %s', async (_, method, url, authorization, status) => {
    expect(await ask(method, url, authorization)).toMatchObject({ statusCode: status });
  });

  it('knows who asks', async () => {
    const { body } = await ask('GET', '/products/grinder', bearer({ scopes: 'products_view' }));
    expect(JSON.parse(body)).toEqual({ code: 'grinder', seenBy: 'alice' });
  });

  it.each(['products.ts', 'roles.ts'])('is the one that docs/from-keycloak-connect.md shows: %s', (file) => {
    const document = readFileSync(new URL('../../../docs/from-keycloak-connect.md', import.meta.url), 'utf8');
    expect(document).toContain(readFileSync(new URL(`from-keycloak-connect/${file}`, import.meta.url), 'utf8'));
  });
});
