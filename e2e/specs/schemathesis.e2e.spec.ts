import { afterAll, expect, it } from '@jest/globals';
import { Described } from '../support/described.ts';
import { openStack } from '../support/open-stack.ts';
import { examine } from '../support/schemathesis.ts';
import { apis } from '../support/stack.ts';

const stack = await openStack();
afterAll(() => stack.close());

const scopes = {
  order: ['orders_read', 'orders_write', 'orders_cancel'],
  customer: ['customers_read', 'customers_write'],
  billing: ['invoices_read', 'invoices_pay'],
};

it.each(apis)(
  '%s says nothing that its document does not say, and accepts nothing invalid',
  async (service) => {
    const { opaqueToken } = await stack.login('bob', { scopes: ['openid', ...scopes[service]] });
    const token = await stack.swap(opaqueToken, `urn:downscope:${service}`);
    const { file } = new Described(service);

    const { requests, failures } = await examine({ file, origin: stack.originOf(service), token, examples: 10 });

    expect(failures).toEqual([]);
    expect(requests).toBeGreaterThan(50);
  },
  240_000,
);
