import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { privileges } from '../../test/privileges-file.ts';
import type { Environment } from '../identity.config.ts';
import { clientBindings, ClientBindingsInvalid } from './client-bindings.ts';

const local = parse(readFileSync(new URL('../../../../local/clients.yaml', import.meta.url), 'utf8')) as {
  clients: Record<string, unknown>;
};

function bind(clients: Record<string, unknown>, environment: Environment = 'local') {
  return clientBindings({ clients }, privileges, environment, 'https://id.example');
}

function without(...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(local.clients).filter(([client]) => !names.includes(client)));
}

describe('clientBindings', () => {
  it('binds the clients of local/clients.yaml, each to its listener', () => {
    const bindings = bind(local.clients);
    const apps = ['walkthrough', 'budget-planner', 'assistant', 'storefront', 'account'];
    expect([...bindings.public.keys()]).toEqual(apps);
    expect(bindings.public.get('account')).toMatchObject({ redirect_uris: ['https://id.example/account'] });
    expect([...bindings.internal.keys()]).toEqual(['phantom-token', 'order', 'customer', 'billing']);
  });

  it('binds a service by a key of its own or by its ServiceAccount', () => {
    const order = { service_account: 'system:serviceaccount:apps:order' };
    const { internal } = bind({ ...local.clients, order });
    expect(internal.get('order')).toEqual(order);
    expect(internal.get('billing')).toEqual({ keys: 'billing.jwks.json' });
  });

  it('needs no binding for a client that is for demonstrations', () => {
    const real = without('walkthrough', 'assistant', 'storefront');
    expect([...bind(real, 'production').public.keys()]).toEqual(['budget-planner', 'account']);
  });

  it.each([
    ['the walkthrough in production', () => bind(local.clients, 'production')],
    ['a client that is not in privileges.yaml', () => bind({ ...local.clients, shop: { keys: 'shop.jwks.json' } })],
    ['a client that is not bound', () => bind(without('order'))],
    ['identity itself', () => bind({ ...local.clients, identity: { keys: 'identity.jwks.json' } })],
  ])('refuses %s', (_, binding) => {
    expect(binding).toThrow(ClientBindingsInvalid);
  });

  it.each([
    ['a key file elsewhere', { order: { keys: '../order.jwks.json' } }],
    ['a service with a redirect address', { order: { keys: 'order.jwks.json', redirect_uris: ['https://a.example'] } }],
    ['an app without one', { walkthrough: { application_type: 'native', redirect_uris: [] } }],
    ['what is no ServiceAccount', { order: { service_account: 'system:node:apps' } }],
    [
      'a service with a key and a ServiceAccount',
      { order: { keys: 'order.jwks.json', service_account: 'system:serviceaccount:apps:order' } },
    ],
  ])('refuses %s', (_, clients) => {
    expect(() => bind({ ...local.clients, ...clients })).toThrow(/keys|redirect_uris|service_account/);
  });
});
