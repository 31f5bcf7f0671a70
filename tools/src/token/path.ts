import type { Login } from '@downscope/e2e/support/login.ts';
import type { Secret } from '@downscope/e2e/support/secret.ts';
import type { ApiName } from '@downscope/e2e/support/stack.ts';
import type { StackClient } from '@downscope/e2e/support/stack-client.ts';
import { decodeJwt, type JWTPayload } from 'jose';
import { TokenRequestError, type TokenRequest } from './command-line.ts';
import { impliedScopes, type Policy } from './policy.ts';

/** The token that one party shows another, and what it says. */
export interface Hop {
  readonly from: string;
  readonly to: ApiName;
  readonly token: Secret;
  readonly payload: JWTPayload;
}

/**
 * Logs in, swaps the opaque token as the edge does, and exchanges it as the APIs do, asking for all that may be asked.
 *
 * @throws TokenRequestError where privileges.yaml lets nothing go that way
 */
export async function followPath(
  stack: StackClient,
  policy: Policy,
  { person, client, apis: [first, ...further] }: TokenRequest,
): Promise<{ readonly login: Login; readonly hops: readonly Hop[] }> {
  const login = await stack.login(person, { client, ...(client === 'budget-planner' && { scopes: plannerScopes }) });
  if (first === undefined) return { login, hops: [] };
  let last = hop('edge', first, await stack.swap(login.opaqueToken, audienceOf(policy, first)));
  const hops = [last];
  for (const to of further) {
    const { to: from, token, payload } = last;
    const scopes = impliedScopes(policy, from, to, String(payload['scope']).split(' '));
    if (scopes.length === 0 || from === 'customer') {
      throw new TokenRequestError(`privileges.yaml: nothing that ${from} holds here implies a scope of ${to}`);
    }
    last = hop(from, to, await stack.exchange(from, token, { audience: audienceOf(policy, to), scopes }));
    hops.push(last);
  }
  return { login, hops };
}

const plannerScopes = ['openid', 'orders_read', 'invoices_read'];

function hop(from: string, to: ApiName, token: Secret): Hop {
  return { from, to, token, payload: decodeJwt(token.reveal()) };
}

function audienceOf(policy: Policy, api: ApiName): string {
  const server = policy.resource_servers[api];
  if (!server) throw new TokenRequestError(`privileges.yaml: no resource server ${api}`);
  return server.audience;
}
