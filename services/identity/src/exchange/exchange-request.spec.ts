import { describe, expect, it } from '@jest/globals';
import { errors } from 'oidc-provider';
import { type ExchangeParameters, exchangeQuery } from './exchange-request.ts';

const parameters: ExchangeParameters = {
  subject_token: 'token',
  subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  audience: 'urn:downscope:customer',
  scope: 'customers_name_read customers_credit_check',
};

describe('exchangeQuery', () => {
  it('reads what is supported', () => {
    expect(exchangeQuery(parameters)).toEqual({
      subjectToken: 'token',
      audience: 'urn:downscope:customer',
      scopes: ['customers_name_read', 'customers_credit_check'],
    });
  });

  it.each<[string, Partial<Record<keyof ExchangeParameters, string | undefined>>, typeof errors.InvalidRequest]>([
    ['no subject token', { subject_token: undefined }, errors.InvalidRequest],
    ['no type', { subject_token_type: undefined }, errors.InvalidRequest],
    ['an id token', { subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' }, errors.InvalidRequest],
    [
      'a refresh token to be',
      { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' },
      errors.InvalidRequest,
    ],
    ['an actor token', { actor_token: 'token' }, errors.InvalidRequest],
    ['no audience', { audience: undefined }, errors.InvalidRequest],
    ['a resource', { resource: 'https://customer.example' }, errors.InvalidTarget as never],
  ])('refuses %s', (_, change, error) => {
    expect(() => exchangeQuery({ ...parameters, ...change } as ExchangeParameters)).toThrow(error);
  });
});
