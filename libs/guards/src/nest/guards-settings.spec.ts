import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { guardsFrom, guardsSettings } from './guards-settings.ts';

const variables = {
  ISSUER: 'https://id.test',
  IDENTITY_URL: 'http://identity.test',
  API_ORIGIN: 'https://api.test',
};
const settings = z.object(guardsSettings);

it('an API is told by its environment whom to trust', () => {
  expect(guardsFrom(settings.parse(variables), 'urn:test:api')).toEqual({
    issuer: 'https://id.test',
    audience: 'urn:test:api',
    jwksUri: 'http://identity.test/jwks',
    allowInsecureHttp: false,
    otherIssuers: [],
    resourceMetadata: 'https://api.test/.well-known/oauth-protected-resource',
  });
});

it.each(Object.keys(variables))('without %s there is nobody to trust', (name) => {
  expect(settings.safeParse({ ...variables, [name]: undefined }).success).toBe(false);
});

it('plain http is allowed by word alone, and other issuers are those that are listed', () => {
  const other = [{ issuer: 'https://other.test', jwksUri: 'https://other.test/jwks' }];
  const more = { ...variables, ALLOW_INSECURE_HTTP: 'true', OTHER_ISSUERS: JSON.stringify(other) };
  expect(guardsFrom(settings.parse(more), 'urn:test:api')).toMatchObject({
    allowInsecureHttp: true,
    otherIssuers: other,
  });
});
