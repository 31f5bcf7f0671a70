import type { ClaimsPrincipal } from '@downscope/guards';

/** The rows somebody may see; the repository puts it into SQL. */
export type InvoiceFilter = { readonly region: string } | { readonly customerNumber: string };

/**
 * Customers see their own invoices, and whoever may read a region's sees those of their own region.
 *
 * @throws MissingClaim for anybody else
 */
export function invoicesVisibleTo(principal: ClaimsPrincipal): InvoiceFilter {
  if (readsRegion(principal)) return { region: principal.requireClaim('region') };
  return { customerNumber: principal.requireClaim('customer_number') };
}

/** Support alone can give this scope. What is shown here to it is shown at the APIs behind, by the like scopes of theirs. */
export function readsRegion(principal: ClaimsPrincipal): boolean {
  return principal.hasScope('invoices_read_region');
}
