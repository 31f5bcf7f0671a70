import { describe, expect, it } from '@jest/globals';
import { AccessTableError, readAccessTable } from './access-table.ts';

const callers = ['alice', 'bob'] as const;

describe('a table of who gets what', () => {
  it('is one cell for each caller and object', () => {
    const text = `
                        alice  bob
order GET /orders/{id}  orders_read
  alice's order          200   404
  no order               404   404
billing GET /invoices   invoices_read
  the list               200   403
`;
    const read = { service: 'order', method: 'GET', path: '/orders/{id}', scope: 'orders_read' };
    const listed = { service: 'billing', method: 'GET', path: '/invoices', scope: 'invoices_read' };
    expect(readAccessTable(callers, text)).toEqual([
      { ...read, object: "alice's order", caller: 'alice', status: 200 },
      { ...read, object: "alice's order", caller: 'bob', status: 404 },
      { ...read, object: 'no order', caller: 'alice', status: 404 },
      { ...read, object: 'no order', caller: 'bob', status: 404 },
      { ...listed, object: 'the list', caller: 'alice', status: 200 },
      { ...listed, object: 'the list', caller: 'bob', status: 403 },
    ]);
  });

  it.each([
    ['without its callers', 'order GET /orders orders_read\n  x 200 200'],
    ['with other callers', '  bob alice\norder GET /orders orders_read\n  x 200 200'],
    ['with a row of no route', '  alice bob\n  x 200 200'],
    ['with a route of no service', '  alice bob\nidentity GET /orders orders_read\n  x 200 200'],
    ['with a route without a scope', '  alice bob\norder GET /orders\n  x 200 200'],
    ['with a status too few', '  alice bob\norder GET /orders orders_read\n  x 200'],
    ['with a status that is none', '  alice bob\norder GET /orders orders_read\n  x 200 yes'],
  ])('is refused %s', (_, text) => {
    expect(() => readAccessTable(callers, text)).toThrow(AccessTableError);
  });
});
