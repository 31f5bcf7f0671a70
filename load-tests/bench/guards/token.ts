import { aToken } from '@downscope/guards/testing';

/** Longer than any measurement takes. */
const secondsToLive = 3_000;

/** What identity issues for a person, sent on by a service. */
export const token = aToken({
  scopes: ['orders_read'],
  actors: ['order'],
  secondsToLive,
  claims: {
    origin_jti: '6a1c8c9e-7a1d-4a3e-9c57-2f9f7b0a5d11',
    auth_time: Math.floor(Date.now() / 1000),
    acr: 'pwd',
    customer_number: '1001',
    region: 'eu',
  },
});

/** Signed like the good one, but of a type that is none of an access token. */
export const ofWrongType = aToken({ scopes: ['orders_read'], secondsToLive, header: { typ: 'JWT' } });

export const [header = '', payload = '', signature = ''] = token.split('.');

/** The good one under the signature of another. */
export const badlySigned = [header, payload, ofWrongType.split('.')[2]].join('.');
