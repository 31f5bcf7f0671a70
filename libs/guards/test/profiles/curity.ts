import { now, type RealShaped } from './real-shaped.ts';

const common = {
  jti: '3ed02b8d-503d-46f1-bffa-e38d30a4c9d3',
  delegationId: '9dd15191-9441-4056-9e56-52b7ad116b18',
  exp: now + 300,
  nbf: now,
  iss: 'https://login.curity.test/oauth/v2/oauth-anonymous',
  aud: 'urn:test:api',
  iat: now,
  purpose: 'access_token',
};

export const curityPerson: RealShaped = {
  header: { alg: 'RS256', x5t: 'MR-pGTa866RdZLjN6Vwrfay907g' },
  claims: { ...common, scope: 'openid orders_read', sub: 'alice', client_id: 'shop' },
};

export const curityClient: RealShaped = {
  header: { alg: 'RS256', x5t: 'MR-pGTa866RdZLjN6Vwrfay907g' },
  claims: { ...common, scope: 'terms_read', sub: 'billing', client_id: 'billing' },
};
