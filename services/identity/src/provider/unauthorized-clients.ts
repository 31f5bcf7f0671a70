import { errors, type Provider } from 'oidc-provider';

/**
 * Who has authenticated and asks by a grant that is not theirs is an unauthorized client (RFC 6749 section 5.2). oidc-provider knows the
 * word, and calls it an invalid request.
 */
export function unauthorizedClients(provider: Provider): void {
  provider.on('grant.error', (ctx, error) => {
    const { client, params } = ctx.oidc;
    if (!(error instanceof errors.InvalidRequest) || !client || typeof params?.['grant_type'] !== 'string') return;
    if (client.grantTypeAllowed(params['grant_type'])) return;
    const { error_description } = error;
    Object.assign(error, { error: 'unauthorized_client' });
    if (typeof ctx.body === 'object') ctx.body = { error: 'unauthorized_client', error_description };
  });
}
