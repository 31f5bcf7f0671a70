import { logOut } from './log-out.ts';
import { ownAccount } from './own-account.ts';
import type { Secret } from './secret.ts';
import type { StackClient } from './stack-client.ts';

/** Somebody's opaque token, and what ends it. */
export interface Revocable {
  readonly opaqueToken: Secret;
  /** What its holder may ask order for, of customer and of billing. */
  readonly exchanges: { readonly customer: readonly string[]; readonly billing: readonly string[] };
  /** Resolves as soon as whoever asked for it is told that it is done. */
  revoke(): Promise<void>;
}

const scopes = ['openid', 'orders_read', 'customers_read', 'invoices_read'];
const ofACustomer = { customer: ['customers_name_read'], billing: ['invoices_read'] };

/** Everything that ends a token before its time, each with a login of its own. */
export const waysToRevoke: Readonly<Record<string, (stack: StackClient) => Promise<Revocable>>> = {
  'the application takes it back': async (stack) => {
    const { opaqueToken } = await stack.login('alice', { scopes });
    return { opaqueToken, exchanges: ofACustomer, revoke: () => stack.revoke(opaqueToken) };
  },

  'the person logs out': async (stack) => {
    const authorization = await stack.authorize('alice', { scopes });
    const { opaqueToken } = await stack.redeem(authorization);
    return { opaqueToken, exchanges: ofACustomer, revoke: () => logOut(authorization) };
  },

  'consent is taken back': async (stack) => {
    const authorization = await stack.authorize('alice', { client: 'assistant', scopes });
    const { opaqueToken } = await stack.redeem(authorization);
    const account = await authorization.browser.visit(new URL('/account', stack.issuer));
    const form = account.forms.find(({ action }) => action.endsWith('/assistant/take-back'));
    if (!form) throw new Error('The account page has no form to take back what assistant was given');
    const revoke = async (): Promise<void> => {
      await authorization.browser.submit(account, form, {});
    };
    return { opaqueToken, exchanges: ofACustomer, revoke };
  },

  'a role is taken away': async (stack) => {
    const erin = await ownAccount(stack, { name: 'erin', like: 'carol' });
    const { opaqueToken } = await stack.login(erin, {
      scopes: [...scopes, 'orders_read_region', 'invoices_read_region'],
    });
    const statement = `UPDATE accounts SET attributes = attributes - 'role' WHERE username = $1`;
    const revoke = async (): Promise<void> => {
      await stack.query('identity', statement, [erin.username]);
    };
    const exchanges = {
      customer: [...ofACustomer.customer, 'customers_read_region'],
      billing: [...ofACustomer.billing, 'invoices_read_region'],
    };
    return { opaqueToken, exchanges, revoke };
  },
};
