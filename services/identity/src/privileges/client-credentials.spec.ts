import { describe, expect, it } from '@jest/globals';
import { privileges } from '../../test/privileges-file.ts';
import { clientCredentials } from './client-credentials.ts';

const terms = { audience: 'urn:downscope:customer', scopes: ['customers_terms_read_any'] };
const signals = { audience: 'urn:downscope:identity', scopes: ['ssf.read', 'ssf.manage'] };

describe('clientCredentials', () => {
  it.each([
    ['billing', terms],
    ['identity', { ...terms, scopes: ['customers_claims_read_any'] }],
    ...['phantom-token', 'order', 'customer', 'billing'].map((client) => [client, signals] as const),
  ])('lets %s act as itself, without a claim about anybody', (client, request) => {
    expect(clientCredentials(privileges, client, request)).toEqual({
      allowed: true,
      ...request,
      claims: {},
      rule: `clients.${client}`,
    });
  });

  it.each([
    ['an unknown client', 'shop', terms, 'invalid_request'],
    [
      'an internet client',
      'walkthrough',
      { audience: 'urn:downscope:order', scopes: ['orders_read'] },
      'invalid_request',
    ],
    ['a service without own scopes', 'order', terms, 'invalid_scope'],
    ['an internet client that would hear what was ended', 'storefront', signals, 'invalid_request'],
    ['no audience', 'billing', { ...terms, audience: undefined }, 'invalid_target'],
    ['an unknown audience', 'billing', { ...terms, audience: 'urn:downscope:shop' }, 'invalid_target'],
    ['another audience', 'billing', { ...terms, audience: 'urn:downscope:order' }, 'invalid_target'],
    ['no scope', 'billing', { ...terms, scopes: [] }, 'invalid_scope'],
    [
      'the edge at an API',
      'phantom-token',
      { audience: 'urn:downscope:order', scopes: ['orders_read'] },
      'invalid_scope',
    ],
    ['another scope', 'billing', { ...terms, scopes: ['customers_claims_read_any'] }, 'invalid_scope'],
    [
      'one scope too many',
      'billing',
      { ...terms, scopes: [...terms.scopes, 'customers_address_read'] },
      'invalid_scope',
    ],
  ])('refuses %s', (_, client, request, error) => {
    expect(clientCredentials(privileges, client, request)).toMatchObject({ allowed: false, error });
  });
});
