import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CryptoKey, generateKeyPair, importJWK } from 'jose';
import * as oauth from 'openid-client';
import { clientKey } from '../support/client-assertion.ts';
import { loopbackFetch } from '../support/loopback.ts';
import { openStack } from '../support/open-stack.ts';
import { typePassword } from '../support/sign-in.ts';
import { runningStack } from '../support/stack-file.ts';

const stack = await openStack();
afterAll(() => stack.close());

const redirect_uri = 'http://shop.localhost/callback';
const scopes = ['openid', 'orders_read', 'orders_write'];

/** The application's server, configured by what identity publishes, with its own key or with another. */
async function server(key: CryptoKey): Promise<oauth.Configuration> {
  const { kid = '' } = await clientKey(runningStack().keysDir, 'storefront');
  const authentication = oauth.PrivateKeyJwt({ key, kid });
  const metadata = { id_token_signed_response_alg: 'RS256' };
  return oauth.discovery(new URL(stack.issuer), 'storefront', metadata, authentication, {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out; the issuer is on loopback
    execute: [oauth.allowInsecureRequests],
    [oauth.customFetch]: (url: string, options: oauth.CustomFetchOptions) =>
      loopbackFetch(url, options as Parameters<typeof loopbackFetch>[1]),
  });
}

/** A web application that keeps a key on its server: private_key_jwt (RFC 7523), pushed requests (RFC 9126), ID tokens by RS256. */
describe('a confidential web client', () => {
  let shop: oauth.Configuration;
  beforeAll(async () => {
    const jwk = await clientKey(runningStack().keysDir, 'storefront');
    shop = await server((await importJWK(jwk, 'PS256')) as CryptoKey);
  });

  const push = async (config = shop, change: Record<string, string> = {}) => {
    const pkceCodeVerifier = oauth.randomPKCECodeVerifier();
    const expectedState = oauth.randomState();
    const url = await oauth.buildAuthorizationUrlWithPAR(config, {
      redirect_uri,
      scope: scopes.join(' '),
      state: expectedState,
      code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      ...change,
    });
    return { url, checks: { pkceCodeVerifier, expectedState, idTokenExpected: true } };
  };
  const logIn = async () => {
    const { url, checks } = await push();
    const browser = stack.browser();
    const { leftFor } = await typePassword(browser, await browser.visit(url), 'alice');
    return { url, checks, browser, callback: leftFor ?? new URL('about:blank') };
  };

  it('pushes its request, gets a code, and redeems it by its key', async () => {
    const { url, checks, callback } = await logIn();
    expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
    const tokens = await oauth.authorizationCodeGrant(shop, callback, checks);

    expect(tokens.scope).toBe('orders_read orders_write');
    expect(tokens.claims()?.aud).toBe('storefront');
    const token = stack.secrets.remember('opaque token', tokens.access_token);
    expect(await stack.api(token).get('/orders')).toMatchObject({ status: 200 });
    const events = await stack.query(
      'identity',
      `SELECT DISTINCT event FROM audit WHERE client_id = 'storefront' AND event ~ 'pushed|opaque_token.issued' ORDER BY 1`,
    );
    expect(events).toEqual([{ event: 'authorization.pushed' }, { event: 'opaque_token.issued' }]);
  });

  it('is refused what it did not push', async () => {
    const url = oauth.buildAuthorizationUrl(shop, {
      redirect_uri,
      scope: 'openid',
      code_challenge: await oauth.calculatePKCECodeChallenge(oauth.randomPKCECodeVerifier()),
      code_challenge_method: 'S256',
    });

    expect((await stack.browser().visit(url)).leftFor?.searchParams.get('error')).toBe('invalid_request');
  });

  it('has a request that is good for one login', async () => {
    const { url, browser } = await logIn();
    const page = await browser.visit(url);

    expect(page.leftFor?.searchParams.get('code') ?? null).toBeNull();
    expect(page.html).not.toContain('type="password"');
  });

  it('is given what it pushed, whatever stands beside the reference', async () => {
    const { url, checks } = await push();
    const beside = { redirect_uri: 'https://attacker.example/', scope: 'openid customers_read', state: 'another' };
    for (const [name, value] of Object.entries(beside)) url.searchParams.set(name, value);
    const browser = stack.browser();
    const { leftFor } = await typePassword(browser, await browser.visit(url), 'alice');

    expect(leftFor?.href).toMatch(/^http:\/\/shop\.localhost\/callback\?/);
    const tokens = await oauth.authorizationCodeGrant(shop, leftFor ?? new URL('about:blank'), checks);
    expect(tokens.scope).toBe('orders_read orders_write');
  });

  it('is refused a scope that it may not have, before it sends anybody', async () => {
    await expect(push(shop, { scope: 'openid orders_read_region' })).rejects.toMatchObject({ error: 'invalid_scope' });
  });

  it('is nobody without its key: for a request, and for a code', async () => {
    const { privateKey } = await generateKeyPair('PS256');
    const thief = await server(privateKey);
    await expect(push(thief)).rejects.toMatchObject({ error: 'invalid_client' });
    const { checks, callback } = await logIn();
    await expect(oauth.authorizationCodeGrant(thief, callback, checks)).rejects.toMatchObject({
      error: 'invalid_client',
    });
    const asPublic = new oauth.Configuration(shop.serverMetadata(), 'storefront', undefined, oauth.None());
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- as above
    oauth.allowInsecureRequests(asPublic);
    asPublic[oauth.customFetch] = loopbackFetch as never;
    await expect(oauth.authorizationCodeGrant(asPublic, callback, checks)).rejects.toMatchObject({
      error: 'invalid_client',
    });
    await expect(oauth.authorizationCodeGrant(shop, callback, checks)).resolves.toBeDefined();
  });

  it('leaves nothing of its request to read in the database', async () => {
    await push();

    const tables = await stack.databases();
    const pushed = tables.flatMap(({ rows }) => rows).filter((row) => row.includes('PushedAuthorizationRequest'));
    expect(pushed.length).toBeGreaterThan(0);
    expect(pushed.filter((row) => row.includes('eyJ') || row.includes('code_challenge'))).toEqual([]);
  });
});
