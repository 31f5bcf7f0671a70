import { z } from 'zod';
import { ask, bodyOf } from '../../support/answer.ts';
import { clientAssertion } from '../../support/client-assertion.ts';
import { typePassword } from '../../support/sign-in.ts';
import type { StackClient } from '../../support/stack-client.ts';
import { forgedJws, type Keys } from './forged-jws.ts';
import { challenge } from './people-at-identity.ts';
import type { Variables } from './server-under-test.ts';

const client = 'storefront';
const redirectUri = 'http://shop.localhost/callback';
const Pushed = z.object({ request_uri: z.string() });

/** A confidential client, which pushes its requests and proves who it is by a key. */
export function webClient(stack: StackClient, keysDir: string, keys: Keys): Variables {
  const proof = (): Promise<Record<string, string>> => clientAssertion({ issuer: stack.issuer, keysDir }, client);
  const assertion = async (): Promise<string> => (await proof())['client_assertion'] ?? '';
  const push = async (): Promise<string> => {
    const body = new URLSearchParams({
      ...(await proof()),
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid orders_read',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    return bodyOf(await ask(`${stack.issuer}/request`, { body }), Pushed).request_uri;
  };
  const longer = { parameter: 'client_assertion', header: {}, claims: { exp: { in: 240 } }, key: 'web_client' };
  return {
    web_client: () => client,
    web_redirect_uri: () => redirectUri,
    assertion_of_web_client: assertion,
    longer_assertion_of_web_client: async () => forgedJws(await assertion(), longer, keys),
    request_uri: push,
    used_request_uri: async () => {
      const used = await push();
      const browser = stack.browser();
      const url = new URL('/auth', stack.issuer);
      url.search = new URLSearchParams({ client_id: client, request_uri: used }).toString();
      await typePassword(browser, await browser.visit(url), 'alice');
      return used;
    },
    expired_request_uri: async () => {
      const expired = await push();
      await stack.query('identity', expireNewest);
      return expired;
    },
  };
}

const expireNewest = `UPDATE oidc_records SET payload = jsonb_set(payload, '{exp}', to_jsonb(extract(epoch FROM now())::int - 1))
  WHERE model = 'PushedAuthorizationRequest'
    AND id_hash = (SELECT id_hash FROM oidc_records WHERE model = 'PushedAuthorizationRequest' ORDER BY expires_at DESC LIMIT 1)`;
