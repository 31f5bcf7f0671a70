import type { ClaimsPrincipal } from '@downscope/guards';

/** The rows somebody may see; the repository puts it into SQL. */
export type InvoiceFilter = { readonly region: string } | { readonly customerNumber: string };

/**
 * Customers see their own invoices, support those of its region.
 *
 * @throws MissingClaim for anybody else
 */
export function invoicesVisibleTo(principal: ClaimsPrincipal): InvoiceFilter {
  if (principal.hasRole('support')) return { region: principal.requireClaim('region') };
  return { customerNumber: principal.requireClaim('customer_number') };
}

/**
 * Customers pay their own invoices. Support sees those of others, and pays none.
 *
 * @throws MissingClaim for anybody else
 */
export function invoicesPayableBy(principal: ClaimsPrincipal): InvoiceFilter {
  return { customerNumber: principal.requireClaim('customer_number') };
}
