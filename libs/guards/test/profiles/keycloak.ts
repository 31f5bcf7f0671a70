import { now, type RealShaped } from './real-shaped.ts';

export const keycloakPerson: RealShaped = {
  header: { alg: 'RS256', typ: 'JWT' },
  claims: {
    exp: now + 300,
    iat: now,
    auth_time: now - 20,
    jti: 'onrtac:5ecc7c2c-8a4a-4d1f-93a9-6c3d27f2cf1e',
    iss: 'https://keycloak.test/realms/shop',
    aud: 'urn:test:api',
    sub: '7c1f8d1e-0f52-4a0f-8b55-0d6b1f3e6f6a',
    typ: 'Bearer',
    azp: 'shop',
    sid: 'b2b1c5de-5d2b-4a39-a6ab-3a2f1a2f0b11',
    acr: '1',
    'allowed-origins': ['https://shop.test'],
    realm_access: { roles: ['default-roles-shop', 'offline_access'] },
    resource_access: { account: { roles: ['view-profile'] } },
    scope: 'profile orders_read',
    preferred_username: 'alice',
  },
};

export const keycloakServiceAccount: RealShaped = {
  header: { alg: 'RS256', typ: 'JWT' },
  claims: {
    exp: now + 300,
    iat: now,
    jti: 'trrtcc:0b6d0f0e-6bb4-4f6c-9d5f-7f6b5f2a4a10',
    iss: 'https://keycloak.test/realms/shop',
    aud: 'urn:test:api',
    sub: '52c0a1b7-9a3c-4f0e-8d11-2f0f5b7a9c3e',
    typ: 'Bearer',
    azp: 'billing',
    acr: '1',
    realm_access: { roles: ['default-roles-shop'] },
    scope: 'email profile',
    clientHost: '10.0.0.7',
    clientAddress: '10.0.0.7',
    client_id: 'billing',
    preferred_username: 'service-account-billing',
  },
};
