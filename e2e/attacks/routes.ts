import type { ApiName } from '../support/stack.ts';

/** A real route, and a request for it that only the code behind the guard can answer as `served` says. */
export interface Route {
  readonly service: ApiName;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** As metrics name it. */
  readonly template: string;
  readonly scopes: readonly string[];
  readonly body?: object;
  readonly served: number;
  readonly isAtTheEdge: boolean;
}

/** Whom the tokens of our own issuer speak of: alice. */
export const claims = { customer_number: '1001', region: 'eu' };

const amount = { minorUnits: 100, currency: 'EUR' };
const notInTheCatalogue = { lines: [{ sku: 'unobtainium', quantity: 1 }] };

export const routes: readonly Route[] = [
  {
    service: 'order',
    method: 'GET',
    path: '/orders',
    template: '/orders',
    scopes: ['orders_read'],
    served: 200,
    isAtTheEdge: true,
  },
  {
    service: 'order',
    method: 'POST',
    path: '/orders',
    template: '/orders',
    scopes: ['orders_write'],
    // The use case itself refuses it, and nothing stays behind: 422 is its word.
    body: notInTheCatalogue,
    served: 422,
    isAtTheEdge: true,
  },
  {
    service: 'order',
    method: 'DELETE',
    path: '/orders/00000000-0000-4000-8000-000000000000',
    template: '/orders/:id',
    scopes: ['orders_cancel'],
    // Nobody's.
    served: 404,
    isAtTheEdge: true,
  },
  {
    service: 'customer',
    method: 'GET',
    path: '/customers/me',
    template: '/customers/me',
    scopes: ['customers_read'],
    served: 200,
    isAtTheEdge: true,
  },
  {
    service: 'customer',
    method: 'POST',
    path: '/customers/1001/credit-check',
    template: '/customers/:number/credit-check',
    scopes: ['customers_credit_check'],
    body: { amount },
    served: 200,
    isAtTheEdge: false,
  },
  {
    service: 'billing',
    method: 'GET',
    path: '/invoices',
    template: '/invoices',
    scopes: ['invoices_read'],
    served: 200,
    isAtTheEdge: true,
  },
];
