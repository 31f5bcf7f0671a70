import type { ClaimsPrincipal } from '@downscope/guards';
import type { Buyer } from './order.ts';

/** The rows somebody may see; the repository puts it into SQL. */
export type OrderFilter = { readonly region: string } | { readonly customerNumber: string };

/**
 * Customers see their own orders, support those of its region.
 *
 * @throws MissingClaim for anybody else
 */
export function ordersVisibleTo(principal: ClaimsPrincipal): OrderFilter {
  if (principal.hasRole('support')) return { region: principal.requireClaim('region') };
  return { customerNumber: principal.requireClaim('customer_number') };
}

/**
 * Customers order for themselves, and nobody orders for another.
 *
 * @throws MissingClaim for who is no customer, support included
 */
export function buyerFor(principal: ClaimsPrincipal): Buyer {
  return { customerNumber: principal.requireClaim('customer_number'), region: principal.requireClaim('region') };
}
