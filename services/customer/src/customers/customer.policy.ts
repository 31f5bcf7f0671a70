import { type ClaimsPrincipal, InsufficientScope } from '@downscope/guards';

/** The rows somebody may see; the repository puts it into SQL. */
export type CustomerFilter =
  { readonly anyone: true } | { readonly region: string } | { readonly customerNumber: string };

/**
 * Customers see themselves, support those of its region.
 *
 * @throws MissingClaim for anybody else, services that act as themselves included
 */
export function customersVisibleTo(principal: ClaimsPrincipal): CustomerFilter {
  if (principal.hasRole('support')) return { region: principal.requireClaim('region') };
  return customerThemselves(principal);
}

/**
 * Spending is the customer's own affair: nobody's credit is checked for another.
 *
 * @throws MissingClaim for who is no customer, support included
 */
export function customerThemselves(principal: ClaimsPrincipal): CustomerFilter {
  return { customerNumber: principal.requireClaim('customer_number') };
}

/**
 * Business data of any customer, for a service that acts as itself and holds the scope that says so.
 *
 * @throws InsufficientScope for a person, whatever their token says
 */
export function anyCustomerFor(principal: ClaimsPrincipal, scope: `${string}_any`): CustomerFilter {
  principal.requireScope(scope);
  if (!principal.isService) throw new InsufficientScope([scope]);
  return { anyone: true };
}
