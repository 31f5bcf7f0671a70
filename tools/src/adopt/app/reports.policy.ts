import type { ClaimsPrincipal } from '@downscope/guards';

/** The region whose reports they see; everybody's for support. */
export function visibleTo(principal: ClaimsPrincipal): string {
  return principal.hasRole('support') ? 'every' : principal.requireClaim('region');
}
