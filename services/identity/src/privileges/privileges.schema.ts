import { z } from 'zod';

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower case letters, digits and hyphens');
const snakeCase = z.string().regex(/^[a-z][a-z_]*$/, 'must be lower case letters and underscores');
/** Ours, and those of the CAEP Interoperability Profile 1.0 (section 2.7). */
const scope = z.string().regex(/^(ssf\.)?[a-z][a-z_]*$/, 'must be lower case letters and underscores');
const claim = snakeCase;
const scopes = z.array(scope);
const audience = z.string().startsWith('urn:');
const words = z.string().min(1);

/** A map of names is a Map, so that a name from a request finds what the file says and nothing that every object has. */
function mapOf<Value extends z.ZodType>(key: z.ZodType<string, string>, value: Value) {
  return z
    .record(key, value)
    .transform((entries): ReadonlyMap<string, z.infer<Value>> => new Map(Object.entries(entries)));
}

const scopeEntry = z.strictObject({
  words,
  claims: z.array(claim).default([]),
  inside: z.boolean().default(false),
});

const resourceServer = z.strictObject({ audience, scopes: mapOf(scope, scopeEntry) });

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

const topic = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower case letters, digits and hyphens');

const eventTopics = z.strictObject({ produces: z.array(topic).default([]), consumes: z.array(topic).default([]) });

const inProcessClient = z.strictObject({
  listener: z.literal('none'),
  grants: z.tuple([z.literal('client_credentials')]),
  scopes: scopes.min(1),
});

/** The shape of privileges.yaml; what its lines must mean is in checks/. */
export const privilegesSchema = z.strictObject({
  claims: mapOf(claim, words),
  resource_servers: mapOf(name, resourceServer),
  roles: mapOf(name, scopes.min(1)),
  opaque_token: z.strictObject({ audience }),
  edge: mapOf(name, scopes.min(1)),
  exchange: mapOf(name, mapOf(name, mapOf(scope, scopes.min(1)))),
  events: mapOf(name, eventTopics),
  clients: mapOf(name, z.discriminatedUnion('listener', [publicClient, internalClient, inProcessClient])),
});

export type PrivilegesFile = z.infer<typeof privilegesSchema>;
export type ResourceServer = z.infer<typeof resourceServer>;
export type Scope = z.infer<typeof scopeEntry>;
export type Client = PrivilegesFile['clients'] extends ReadonlyMap<string, infer Entry> ? Entry : never;
export type PublicClient = z.infer<typeof publicClient>;
export type InternalGrant = z.infer<typeof internalClient>['grants'][number];
