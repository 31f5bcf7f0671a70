import { z } from 'zod';

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower case letters, digits and hyphens');
const scope = z.string().regex(/^[a-z_]+$/, 'must be lower case letters and underscores');
const scopes = z.array(scope);

const resourceServer = z.strictObject({
  audience: z.string().startsWith('urn:'),
  scopes: z.record(scope, z.string()),
  claims: z.array(z.string()),
});

const publicClient = z.strictObject({
  listener: z.literal('public'),
  party: z.enum(['first', 'third']),
  name: z.string(),
  grants: z.tuple([z.literal('authorization_code')]),
  scopes,
  demo: z.boolean().default(false),
});

const internalClient = z.strictObject({
  listener: z.literal('internal'),
  grants: z.array(z.enum(['introspection', 'token_exchange', 'client_credentials'])).min(1),
  scopes: scopes.default([]),
});

const inProcessClient = z.strictObject({
  listener: z.literal('none'),
  grants: z.tuple([z.literal('client_credentials')]),
  scopes: scopes.min(1),
});

/** The shape of privileges.yaml; what its names must refer to is in privileges.checks.ts. */
export const privilegesSchema = z.strictObject({
  resource_servers: z.record(name, resourceServer),
  opaque_token: z.strictObject({ audience: z.string().startsWith('urn:') }),
  edge: z.record(name, scopes.min(1)),
  exchange: z.record(name, z.record(name, z.record(scope, scopes.min(1)))),
  clients: z.record(name, z.discriminatedUnion('listener', [publicClient, internalClient, inProcessClient])),
});

export type PrivilegesFile = z.infer<typeof privilegesSchema>;
export type ResourceServer = z.infer<typeof resourceServer>;
export type PublicClient = z.infer<typeof publicClient>;
export type InternalClient = z.infer<typeof internalClient>;
export type InternalGrant = InternalClient['grants'][number];
