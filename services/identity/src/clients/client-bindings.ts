import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Environment } from '../identity.config.ts';
import type { Privileges } from '../privileges/privileges.ts';

/** File name in CLIENT_KEYS_DIR. */
const keys = z.string().regex(/^[a-z-]+\.jwks\.json$/, 'must be the name of a .jwks.json file');

const publicBinding = z.strictObject({
  application_type: z.enum(['web', 'native']),
  redirect_uris: z.array(z.url()).min(1),
  post_logout_redirect_uris: z.array(z.url()).default([]),
  id_token_signed_response_alg: z.enum(['PS256', 'RS256']).default('PS256'),
  /** Of a client that can keep a secret, on a server of its own. It authenticates, and pushes its requests. */
  keys: keys.optional(),
});

/** What the events of its streams are signed by: PS256 where it says nothing. */
const internalMembers = { security_event_signed_response_alg: z.enum(['PS256', 'RS256']).optional() };

const keysBinding = z.strictObject({ keys, ...internalMembers });

const serviceAccountBinding = z.strictObject({
  /** Subject of the tokens of a Kubernetes ServiceAccount. */
  service_account: z
    .string()
    .regex(/^system:serviceaccount:[a-z0-9-]+:[a-z0-9.-]+$/, 'must be system:serviceaccount:NAMESPACE:NAME'),
  ...internalMembers,
});

const internalBinding = z.union([keysBinding, serviceAccountBinding]);

const bindingsSchema = z.strictObject({
  clients: z.record(z.string(), z.unknown()).transform((clients) => new Map(Object.entries(clients))),
});

export type PublicBinding = z.infer<typeof publicBinding>;
export type InternalBinding = z.infer<typeof internalBinding>;

/** What the clients of privileges.yaml are in one environment. */
export interface ClientBindings {
  readonly public: ReadonlyMap<string, PublicBinding>;
  readonly internal: ReadonlyMap<string, InternalBinding>;
}

/** The bindings and privileges.yaml do not name the same clients, or one has no place in this environment. */
export class ClientBindingsInvalid extends Error {
  readonly code = 'client_bindings_invalid';

  constructor(message: string) {
    super(message);
    this.name = 'ClientBindingsInvalid';
  }
}

export function readClientBindings(
  path: string,
  privileges: Privileges,
  environment: Environment,
  issuer: string,
): ClientBindings {
  return clientBindings(parse(readFileSync(path, 'utf8')), privileges, environment, issuer);
}

/** @throws ClientBindingsInvalid */
export function clientBindings(
  content: unknown,
  privileges: Privileges,
  environment: Environment,
  issuer: string,
): ClientBindings {
  const bound = bindingsSchema.parse(content).clients;
  for (const name of bound.keys()) {
    if (!privileges.client(name)) throw new ClientBindingsInvalid(`${name} is no client of privileges.yaml`);
  }
  const bindings = { public: new Map<string, PublicBinding>(), internal: new Map<string, InternalBinding>() };
  for (const [name, client] of privileges.file.clients) {
    const binding = bound.get(name);
    const demo = client.listener === 'public' && client.demo;
    if (demo && binding && environment === 'production') {
      throw new ClientBindingsInvalid(`${name} is for demonstrations: not in production`);
    }
    if (name === 'account') {
      // Identity's own page: where it is, the issuer says.
      const redirect_uris = [`${issuer}/account`];
      bindings.public.set(name, publicBinding.parse({ application_type: 'web', redirect_uris }));
    } else if (client.listener === 'none') {
      if (binding) throw new ClientBindingsInvalid(`${name} is identity itself: nothing to bind`);
    } else if (!binding) {
      if (!demo) throw new ClientBindingsInvalid(`${name} has no binding`);
    } else if (client.listener === 'public') bindings.public.set(name, publicBinding.parse(binding));
    else bindings.internal.set(name, internalBinding.parse(binding));
  }
  return bindings;
}
