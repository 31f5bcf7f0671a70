import type { JWTPayload } from 'jose';

/** A path that each scope opens, by a GET. */
const pathOf: Readonly<Record<string, (customerNumber: string) => string>> = {
  orders_read: () => '/orders',
  invoices_read: () => '/invoices',
  customers_read: () => '/customers/me',
  customers_name_read: (customerNumber) => `/customers/${customerNumber}/name`,
  customers_address_read: (customerNumber) => `/customers/${customerNumber}/address`,
};

/** Where a token is served: the path of the first of its scopes that a GET is for, or the root, where none is. */
export function doorOf({ scope, customer_number: customerNumber }: JWTPayload): string {
  const paths = String(scope)
    .split(' ')
    .flatMap((held) => (Object.hasOwn(pathOf, held) ? [pathOf[held]?.(String(customerNumber)) ?? '/'] : []));
  return paths[0] ?? '/';
}
