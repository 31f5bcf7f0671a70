import { type Claims, type Decision, refuse, releasable } from './decision.ts';
import type { Privileges } from './privileges.ts';

/** What an opaque token stands for. */
export interface OpaqueGrant {
  readonly scopes: readonly string[];
  readonly claims: Claims;
}

/**
 * What the JWT for one route's API carries: of the granted scopes those that the API knows and the edge lets through, and of the
 * person's claims those that these scopes need. No scope left is no refusal: the API says what it misses, with its challenge.
 */
export function swap(privileges: Privileges, opaque: OpaqueGrant, audience: string | undefined): Decision {
  if (audience === undefined) return refuse('invalid_target', 'audience is missing');
  const [name] = privileges.resourceServer(audience) ?? [];
  const reachable = name === undefined ? undefined : privileges.file.edge.get(name);
  if (!name || !reachable) return refuse('invalid_target', 'no route of the edge leads to this audience');
  const scopes = opaque.scopes.filter((scope) => reachable.includes(scope));
  return {
    allowed: true,
    audience,
    scopes,
    claims: releasable(opaque.claims, privileges.claimsOf(scopes)),
    rule: `edge.${name}`,
  };
}
