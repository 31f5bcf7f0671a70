import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ask, bodyOf } from '../../support/answer.ts';
import type { StackClient } from '../../support/stack-client.ts';
import { runningStack } from '../../support/stack-file.ts';
import { accountPage } from './account-page.ts';
import { AuditWitness } from './audit-witness.ts';
import type { Keys } from './forged-jws.ts';
import { People } from './people-at-identity.ts';
import { refreshTokens } from './refresh-tokens.ts';
import type { ServerUnderTest } from './server-under-test.ts';
import { sharedSignals } from './shared-signals.ts';
import { lastingTokens, serviceVariables } from './service-variables.ts';
import { webClient } from './web-client.ts';

const clientsOfServices = { exchanger: 'order', introspector: 'phantom-token', service: 'billing' } as const;

/** Identity of a local stack, at its own ports: what it refuses by itself, with no edge before it. */
export async function downscopeServer(stack: StackClient): Promise<ServerUnderTest & AsyncDisposable> {
  const { urls, issuer, databases, keysDir } = runningStack();
  const { kid, keys } = await keysFor(urls.identityInternal, keysDir);
  const witness = await AuditWitness.open(databases.identity, [
    `${urls.identityInternal}/metrics`,
    `${urls.identityOperations}/metrics`,
  ]);
  const people = await People.logIn(stack);
  const lasting = await lastingTokens(stack, people);
  const proofs = serviceVariables(stack, clientsOfServices, keys);
  const account = await accountPage(stack);
  const signals = await sharedSignals(stack, clientsOfServices.service);
  const ofClients = { ...webClient(stack, keysDir, keys), ...refreshTokens(stack) };
  return {
    listeners: {
      public: { origin: urls.identityPublic, host: new URL(issuer).host },
      internal: { origin: urls.identityInternal },
    },
    keys,
    variables: () => ({
      ...lasting,
      ...people.variables(),
      ...proofs,
      ...account(),
      ...signals,
      ...ofClients,
      server_kid: () => kid,
    }),
    errorOnPage: ({ body }) => /(?:<code>|name="error" value=")(\w+)/.exec(body)?.[1],
    witnessed: (traceId, send) => witness.of(traceId, send),
    [Symbol.asyncDispose]: () => witness[Symbol.asyncDispose](),
  };
}

const KeySet = z.object({ keys: z.tuple([z.looseObject({ kid: z.string() })], z.unknown()) });

/** Of four clients; of the server what it publishes; and of nobody that it knows. */
async function keysFor(identity: string, keysDir: string): Promise<{ keys: Keys; kid: string }> {
  const { keys } = bodyOf(await ask(`${identity}/jwks`), KeySet);
  const own = Object.entries(clientsOfServices).map(async ([role, client]) => {
    return [role, await privateKey(join(keysDir, `${client}.jwk.json`))] as const;
  });
  return {
    kid: keys[0].kid,
    keys: {
      ...Object.fromEntries(await Promise.all(own)),
      web_client: await privateKey(join(keysDir, 'storefront.jwk.json')),
      server: createPublicKey({ key: keys[0], format: 'jwk' }),
      stranger: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
      short: generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
    },
  };
}

async function privateKey(file: string): Promise<KeyObject> {
  return createPrivateKey({ key: JSON.parse(await readFile(file, 'utf8')) as JsonWebKey, format: 'jwk' });
}
