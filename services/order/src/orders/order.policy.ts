import type { ClaimsPrincipal } from '@downscope/guards';
import type { Buyer } from './order.ts';

/** The rows somebody may see; the repository puts it into SQL. */
export type OrderFilter = { readonly region: string } | { readonly customerNumber: string };

/**
 * Customers see their own orders, and whoever may read a region's sees those of their own region.
 *
 * @throws MissingClaim for anybody else
 */
export function ordersVisibleTo(principal: ClaimsPrincipal): OrderFilter {
  if (readsRegion(principal)) return { region: principal.requireClaim('region') };
  return { customerNumber: principal.requireClaim('customer_number') };
}

/** Support alone can give this scope. What is shown here to it is shown at the APIs behind, by the like scopes of theirs. */
export function readsRegion(principal: ClaimsPrincipal): boolean {
  return principal.hasScope('orders_read_region');
}

/**
 * Customers cancel their own orders. Support sees those of others, and cancels none.
 *
 * @throws MissingClaim for anybody else
 */
export function ordersCancellableBy(principal: ClaimsPrincipal): OrderFilter {
  return { customerNumber: principal.requireClaim('customer_number') };
}

/**
 * Customers order for themselves, and nobody orders for another.
 *
 * @throws MissingClaim for whoever is not a customer, support included
 */
export function buyerFor(principal: ClaimsPrincipal): Buyer {
  return { customerNumber: principal.requireClaim('customer_number'), region: principal.requireClaim('region') };
}
