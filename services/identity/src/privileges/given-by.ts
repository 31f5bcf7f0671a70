import type { Claims } from './decision.ts';
import type { Privileges } from './privileges.ts';

/** What a person is here, among what is known about them. It decides what they can give, and needs to travel for that to no API. */
export const roleClaim = 'role';

/** Of these scopes those that this person can give: what a role is for needs the role. */
export function givenBy(privileges: Privileges, known: Claims, scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => {
    const roles = [...privileges.file.roles].filter(([, given]) => given.includes(scope)).map(([role]) => role);
    return roles.length === 0 || roles.some((role) => known[roleClaim] === role);
  });
}
