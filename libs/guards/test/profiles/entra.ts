import { now, type RealShaped } from './real-shaped.ts';

const tenant = '5c3b0a53-1a5e-4b4e-9d0c-2f1f4e0a7c11';
const issued = {
  iat: now - 300,
  nbf: now - 300,
  exp: now + 4200,
  tid: tenant,
  rh: '0.AX',
  uti: 'kq3xQ9Yw0E2n1Zc5mX4aAA',
};

export const entraPerson: RealShaped = {
  header: { typ: 'JWT', alg: 'RS256' },
  claims: {
    ...issued,
    aud: '1f0f3c9e-9a52-4c6e-8b0b-7c0c6e1d2a33',
    iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
    aio: 'opaque',
    azp: 'shop-id',
    azpacr: '1',
    name: 'Alice',
    oid: '0a1b2c3d-0000-4000-8000-000000000001',
    scp: 'orders_read',
    sub: 'pairwise-of-alice',
    ver: '2.0',
  },
};

export const entraApplication: RealShaped = {
  header: { typ: 'JWT', alg: 'RS256' },
  claims: {
    ...issued,
    aud: '1f0f3c9e-9a52-4c6e-8b0b-7c0c6e1d2a33',
    iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
    aio: 'opaque',
    azp: 'billing-id',
    azpacr: '2',
    idtyp: 'app',
    oid: '0a1b2c3d-0000-4000-8000-000000000002',
    roles: ['Terms.Read.All'],
    sub: '0a1b2c3d-0000-4000-8000-000000000002',
    ver: '2.0',
  },
};

export const entraFirstVersion: RealShaped = {
  header: { typ: 'JWT', alg: 'RS256', x5t: 'nOo3ZDrODXEK1jKWhXslHR_KXEg' },
  claims: {
    ...issued,
    aud: 'api://orders',
    iss: `https://sts.windows.net/${tenant}/`,
    acr: '1',
    amr: ['pwd'],
    appid: 'shop-id',
    appidacr: '1',
    oid: '0a1b2c3d-0000-4000-8000-000000000001',
    scp: 'orders_read',
    sub: 'pairwise-of-alice',
    unique_name: 'alice@shop.test',
    ver: '1.0',
  },
};
