import { type ClaimsPrincipal, InsufficientScope, type Scope } from '@downscope/guards';

/** The rows somebody may see; the repository puts it into SQL. */
export type CustomerFilter =
  { readonly anyone: true } | { readonly region: string } | { readonly customerNumber: string };

/**
 * Customers see themselves, and whoever may read a region's sees those of their own region.
 *
 * @throws MissingClaim for anybody else, services that act as themselves included
 */
export function customersVisibleTo(principal: ClaimsPrincipal): CustomerFilter {
  if (principal.hasScope('customers_read_region')) return { region: principal.requireClaim('region') };
  return customerThemselves(principal);
}

/**
 * Spending and moving house are the customer's own affair: nobody's credit is checked for another, and nobody's address changed.
 *
 * @throws MissingClaim for whoever is not a customer, support included
 */
export function customerThemselves(principal: ClaimsPrincipal): { readonly customerNumber: string } {
  return { customerNumber: principal.requireClaim('customer_number') };
}

/**
 * Business data of any customer, for a service that acts as itself and holds the scope that says so.
 *
 * @throws InsufficientScope for a person, whatever their token says
 */
export function anyCustomerFor(principal: ClaimsPrincipal, scope: Extract<Scope, `${string}_any`>): CustomerFilter {
  principal.requireScope(scope);
  if (!principal.isService) throw new InsufficientScope([scope]);
  return { anyone: true };
}
