import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { document, generated } from './files.ts';

describe.each(generated.map(({ file, text }) => ({ name: basename(file.pathname), file, text })))(
  '$name',
  ({ file, text }) => {
    it('is what `npm run privileges -- write` makes of privileges.yaml', async () => {
      expect(readFileSync(file, 'utf8')).toBe(await text());
    });
  },
);

it('a scope is told with all that it implies at each API, and with the claims that travel there', () => {
  const row = document.split('\n').find((line) => line.startsWith('| `orders_write`'));
  expect(row?.split('|').map((cell) => cell.trim())).toEqual([
    ...['', '`orders_write`', 'Place orders in your name', 'anybody', 'walkthrough, assistant, storefront'],
    '`orders_write` (customer_number, region)',
    '`customers_name_read` (customer_number)<br>`customers_credit_check` (customer_number)',
    ...['–', ''],
  ]);
});

it.each([
  ['what a client on the internet can hold', 'orders_read([orders_read])'],
  ['what exists inside alone', 'customers_name_read[customers_name_read]'],
  ['an implication', 'invoices_read --> customers_address_read'],
  ['a service that acts as itself', 'billing_itself{{billing itself}} -.-> customers_terms_read_any'],
])('%s is drawn', (_, line) => {
  expect(document.split('\n').map((drawn) => drawn.trim())).toContain(line);
});
