import { describe, expect, it } from '@jest/globals';
import { privileges } from '../../test/privileges-file.ts';
import { clientCredentials } from './client-credentials.ts';

const terms = { audience: 'urn:downscope:customer', scopes: ['customers_terms_read_any'] };

describe('clientCredentials', () => {
  it.each([
    ['billing', terms],
    ['identity', { ...terms, scopes: ['customers_claims_read_any'] }],
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
    ['no audience', 'billing', { ...terms, audience: undefined }, 'invalid_target'],
    ['an unknown audience', 'billing', { ...terms, audience: 'urn:downscope:shop' }, 'invalid_target'],
    ['another audience', 'billing', { ...terms, audience: 'urn:downscope:order' }, 'invalid_target'],
    ['no scope', 'billing', { ...terms, scopes: [] }, 'invalid_scope'],
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
