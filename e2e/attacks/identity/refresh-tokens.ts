import type { AuthorizationRequest } from '../../support/authorization.ts';
import { logOut } from '../../support/log-out.ts';
import type { Login } from '../../support/login.ts';
import type { StackClient } from '../../support/stack-client.ts';
import { takeBack } from './account-page.ts';
import type { Variables } from './server-under-test.ts';

const client = 'budget-planner';
const connected: Partial<AuthorizationRequest> = {
  client,
  scopes: ['openid', 'offline_access', 'orders_read'],
  parameters: { prompt: 'consent' },
};

/** What an application has that stays connected, and what it had. Each is of a login of its own. */
export function refreshTokens(stack: StackClient): Variables {
  const connect = async (request = connected) => {
    const authorization = await stack.authorize('bob', request);
    return { authorization, login: await stack.redeem(authorization) };
  };
  const secretOf = ({ refreshToken }: Login): string => refreshToken?.reveal() ?? '';
  return {
    refresh_token: async () => secretOf((await connect()).login),
    another_clients_refresh_token: async () => secretOf((await connect({ ...connected, client: 'walkthrough' })).login),
    // It was used, and so was the one after it.
    spent_refresh_token: async () => {
      const { login: first } = await connect();
      await stack.refresh(client, await stack.refresh(client, first));
      return secretOf(first);
    },
    refresh_token_of_ended_session: async () => {
      const { authorization, login } = await connect();
      await logOut(authorization);
      return secretOf(login);
    },
    taken_back_refresh_token: async () => {
      const { authorization, login } = await connect();
      await takeBack(authorization.browser, stack.issuer, client);
      return secretOf(login);
    },
    revoked_refresh_token: async () => {
      const { login } = await connect();
      if (login.refreshToken) await stack.revoke(login.refreshToken, client);
      return secretOf(login);
    },
    expired_refresh_token: async () => {
      const { login } = await connect();
      await stack.query('identity', expireNewestGrant);
      return secretOf(login);
    },
  };
}

const expireNewestGrant = `UPDATE oidc_records SET payload = jsonb_set(payload, '{exp}', to_jsonb(extract(epoch FROM now())::int - 1))
  WHERE model = 'Grant' AND id_hash = (SELECT id_hash FROM oidc_records WHERE model = 'Grant' ORDER BY expires_at DESC LIMIT 1)`;
