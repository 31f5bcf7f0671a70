import { now, type RealShaped } from './real-shaped.ts';

const iss = 'https://shop.eu.auth0.test/';

export const auth0Person: RealShaped = {
  header: { alg: 'RS256', typ: 'JWT' },
  claims: {
    iss,
    sub: 'auth0|6553da60a54af58e29493993',
    aud: ['urn:test:api', `${iss}userinfo`],
    iat: now,
    exp: now + 86_400,
    scope: 'openid orders_read',
    azp: 'shop',
  },
};

export const auth0Standard: RealShaped = {
  header: { alg: 'RS256', typ: 'at+jwt' },
  claims: {
    iss,
    sub: 'auth0|6553da60a54af58e29493993',
    aud: ['urn:test:api', `${iss}userinfo`],
    iat: now,
    exp: now + 3600,
    scope: 'openid orders_read',
    jti: '73WakrfVbNJBaAmhQtEeDv',
    client_id: 'shop',
  },
};

export const auth0Machine: RealShaped = {
  header: { alg: 'RS256', typ: 'JWT' },
  claims: {
    iss,
    sub: 'billing@clients',
    aud: 'urn:test:api',
    iat: now,
    exp: now + 86_400,
    scope: 'terms_read',
    gty: 'client-credentials',
    azp: 'billing',
  },
};
