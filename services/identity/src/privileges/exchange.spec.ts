import { describe, expect, it } from '@jest/globals';
import { privileges } from '../../test/privileges-file.ts';
import { exchange, type ExchangeRequest, type Subject } from './exchange.ts';

const subject: Subject = {
  audience: 'urn:downscope:order',
  scopes: ['orders_read', 'orders_write'],
  claims: { customer_number: '1001', region: 'eu' },
  actors: [],
};
const request: ExchangeRequest = {
  requester: 'order',
  audience: 'urn:downscope:customer',
  scopes: ['customers_credit_check'],
};

function decide(changes: { subject?: Partial<Subject>; request?: Partial<ExchangeRequest> }) {
  return exchange(privileges, { ...subject, ...changes.subject }, { ...request, ...changes.request });
}

describe('exchange', () => {
  it('gives what a held scope implies, names the rule, and puts the requester outermost', () => {
    expect(decide({})).toEqual({
      allowed: true,
      audience: 'urn:downscope:customer',
      scopes: ['customers_credit_check'],
      claims: { customer_number: '1001' },
      actors: ['order'],
      rule: 'exchange.order.customer.orders_write',
    });
  });

  it('nests actors', () => {
    const decision = decide({
      subject: { audience: 'urn:downscope:billing', scopes: ['invoices_read'], actors: ['order'] },
      request: { requester: 'billing', scopes: ['customers_address_read'] },
    });
    expect(decision).toMatchObject({ actors: ['billing', 'order'], rule: 'exchange.billing.customer.invoices_read' });
  });

  it.each([
    ['one that implies all', ['customers_name_read', 'customers_credit_check'], 'exchange.order.customer.orders_write'],
    ['the first that does', ['customers_name_read'], 'exchange.order.customer.orders_read'],
  ])('names of several held scopes %s', (_, scopes, rule) => {
    expect(decide({ request: { scopes } })).toMatchObject({ rule });
  });

  it('releases only the claims that the scopes asked for need', () => {
    const scopes = [...subject.scopes, 'orders_read_region'];
    const claims = { region: 'eu', customer_number: '1001', shoe_size: '38' };
    const released = (asked: string[]) => decide({ subject: { scopes, claims }, request: { scopes: asked } });
    expect(released(['customers_name_read'])).toHaveProperty('claims', { customer_number: '1001' });
    expect(released(['customers_read_region'])).toHaveProperty('claims', { region: 'eu' });
    expect(released(['customers_name_read', 'customers_read_region'])).toMatchObject({
      claims: { customer_number: '1001', region: 'eu' },
      rule: 'exchange.order.customer.orders_read exchange.order.customer.orders_read_region',
    });
  });

  it.each<[string, Parameters<typeof decide>[0], string]>([
    ['a token for another service', { subject: { audience: 'urn:downscope:billing' } }, 'invalid_request'],
    ["an opaque token's audience", { subject: { audience: 'urn:downscope:api' } }, 'invalid_request'],
    ['a requester that is no API', { request: { requester: 'phantom-token' } }, 'invalid_request'],
    ['an unknown audience', { request: { audience: 'urn:downscope:shop' } }, 'invalid_target'],
    ['an audience by its short name', { request: { audience: 'customer' } }, 'invalid_target'],
    ['an audience that the requester may not call', { request: { audience: 'urn:downscope:kafka' } }, 'invalid_target'],
    ["the requester's own audience", { request: { audience: 'urn:downscope:order' } }, 'invalid_target'],
    ['no scope', { request: { scopes: [] } }, 'invalid_request'],
    ['a scope that is implied by no held one', { subject: { scopes: ['orders_read'] } }, 'invalid_scope'],
    [
      'authority over others, from a scope of everybody',
      { request: { scopes: ['customers_read_region'] } },
      'invalid_scope',
    ],
    ['a scope that nothing implies', { request: { scopes: ['customers_address_read'] } }, 'invalid_scope'],
    [
      'a scope beyond the implied ones',
      { request: { scopes: ['customers_credit_check', 'customers_address_read'] } },
      'invalid_scope',
    ],
    ['a token without scopes', { subject: { scopes: [] } }, 'invalid_scope'],
    ['a fifth actor', { subject: { actors: ['a', 'b', 'c', 'd'] } }, 'invalid_request'],
  ])('refuses %s', (_, changes, error) => {
    expect(decide(changes)).toMatchObject({ allowed: false, error });
  });

  it('takes a fourth actor', () => {
    expect(decide({ subject: { actors: ['a', 'b', 'c'] } })).toMatchObject({ actors: ['order', 'a', 'b', 'c'] });
  });
});
