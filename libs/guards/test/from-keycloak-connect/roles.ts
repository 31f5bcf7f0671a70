import { z } from 'zod';

const roles = z.object({ roles: z.array(z.string()) });

/** A role of the realm, in `realm_access`. */
export const realmRole = (name: string): z.ZodType => roles.refine((held) => held.roles.includes(name));

/** One of these roles of a client, in `resource_access`. */
export const clientRole = (client: string, ...anyOf: readonly string[]): z.ZodType =>
  z.looseObject({ [client]: roles.refine((held) => anyOf.some((name) => held.roles.includes(name))) });
