import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { clientFrom, clientSettings } from './client-settings.ts';

const variables = { ISSUER: 'https://id.test', IDENTITY_URL: 'http://identity.test', CLIENT_KEY_FILE: '/keys/order' };

it('a service is told by its environment where its tokens come from', () => {
  const settings = z.object(clientSettings).parse({ ...variables, ALLOW_INSECURE_HTTP: 'true' });
  expect(clientFrom(settings, 'order')).toEqual({
    issuer: 'https://id.test',
    identityUrl: 'http://identity.test',
    clientId: 'order',
    clientKeyFile: '/keys/order',
    clientTokenFile: undefined,
    allowInsecureHttp: true,
  });
});

it('plain http is allowed by word alone', () => {
  expect(clientFrom(z.object(clientSettings).parse(variables), 'order').allowInsecureHttp).toBe(false);
});
