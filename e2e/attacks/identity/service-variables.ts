import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceClient } from '../../support/client-assertion.ts';
import type { StackClient } from '../../support/stack-client.ts';
import type { Secret } from '../../support/secret.ts';
import { forgedJws, type Keys } from './forged-jws.ts';
import type { People } from './people-at-identity.ts';
import type { Variables } from './server-under-test.ts';

/** A fresh proof of each service, by what the corpus calls it. */
export function serviceVariables(
  stack: StackClient,
  clients: Readonly<Record<string, ServiceClient>>,
  keys: Keys,
): Variables {
  const assertion = async (client: ServiceClient): Promise<string> =>
    (await stack.assertionOf(client))['client_assertion'] ?? '';
  return Object.fromEntries(
    Object.entries(clients).flatMap(([role, client]): [string, Variables[string]][] => [
      [role, () => client],
      [`assertion_of_${role}`, () => assertion(client)],
      [`longer_assertion_of_${role}`, async () => forgedJws(await assertion(client), { ...longer, key: role }, keys)],
    ]),
  );
}

const longer = { parameter: 'client_assertion', header: {}, claims: { exp: { in: 240 } } };
const scopes = ['orders_read', 'orders_write', 'customers_read', 'invoices_read'];

/** Made once, and alive for longer than a run. */
export async function lastingTokens(stack: StackClient, people: People): Promise<Variables> {
  const redeemed = await people.redeemed();
  const walkthrough = await stack.login('alice', { scopes: ['openid', ...scopes] });
  const forOrder = await stack.swap(walkthrough.opaqueToken, 'urn:downscope:order');
  const forBilling = await stack.exchange('order', forOrder, {
    audience: 'urn:downscope:billing',
    scopes: ['invoices_read'],
  });
  const own = await stack.ownToken('billing', {
    audience: 'urn:downscope:customer',
    scopes: ['customers_terms_read_any'],
  });
  const tokens: Record<string, Secret> = {
    opaque_token: redeemed.opaqueToken,
    id_token: redeemed.idToken,
    another_clients_token: walkthrough.opaqueToken,
    subject_token: forOrder,
    subject_token_of_another: forBilling,
    service_token: own,
    ...(await revoked(stack)),
    expired_subject_token: await expired(stack),
  };
  return {
    unknown_token: () => randomUUID(),
    ...Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, () => token.reveal()])),
  };
}

async function revoked(stack: StackClient): Promise<Record<string, Secret>> {
  const { opaqueToken } = await stack.login('alice', { scopes });
  const forOrder = await stack.swap(opaqueToken, 'urn:downscope:order');
  await stack.revoke(opaqueToken);
  return { revoked_token: opaqueToken, revoked_subject_token: forOrder };
}

/** It lives as long as the opaque token that it comes from: a second here, which has passed. */
async function expired(stack: StackClient): Promise<Secret> {
  const { opaqueToken } = await stack.login('alice', { scopes });
  const soon = `jsonb_set(payload, '{exp}', to_jsonb(extract(epoch FROM now())::int + 1))`;
  await stack.query(
    'identity',
    `UPDATE oidc_records SET payload = ${soon} WHERE model = 'AccessToken' AND id_hash = (
       SELECT id_hash FROM oidc_records WHERE model = 'AccessToken' ORDER BY expires_at DESC LIMIT 1)`,
  );
  const token = await stack.swap(opaqueToken, 'urn:downscope:order');
  await delay(3_000);
  return token;
}
