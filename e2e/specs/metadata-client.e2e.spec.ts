import { afterAll, expect, it } from '@jest/globals';
import { auth, type OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type { OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import { loopbackFetch } from '../support/loopback.ts';
import { openStack } from '../support/open-stack.ts';
import { click, typePassword } from '../support/sign-in.ts';

const stack = await openStack();
afterAll(() => stack.close());

/** What the SDK of the Model Context Protocol asks of an application: where to keep things, and a browser. */
class Assistant implements OAuthClientProvider {
  readonly redirectUrl = 'http://127.0.0.1/callback';
  readonly clientMetadata = { redirect_uris: [this.redirectUrl] };
  sentTo: URL | undefined;
  kept: OAuthTokens | undefined;
  #verifier = '';

  clientInformation() {
    return { client_id: 'assistant' };
  }
  tokens() {
    return this.kept;
  }
  saveTokens(tokens: OAuthTokens) {
    this.kept = tokens;
  }
  redirectToAuthorization(url: URL) {
    this.sentTo = url;
  }
  saveCodeVerifier(verifier: string) {
    this.#verifier = verifier;
  }
  codeVerifier() {
    return this.#verifier;
  }
}

it('a client that knows nothing but where the API is finds out all else by the metadata, logs in, and stays connected', async () => {
  const assistant = new Assistant();
  const fetchFn = loopbackFetch as unknown as typeof fetch;
  const options = { serverUrl: `${stack.apiOrigin}/orders`, fetchFn };
  await expect(auth(assistant, options)).resolves.toBe('REDIRECT');

  const browser = stack.browser();
  const asked = assistant.sentTo ?? new URL('about:blank');
  expect(asked.searchParams.get('resource')).toBe(stack.apiOrigin);
  const consent = await typePassword(browser, await browser.visit(asked), 'alice');
  const { leftFor } = await click(browser, consent, 'Allow');
  const authorizationCode = leftFor?.searchParams.get('code') ?? '';
  await expect(auth(assistant, { ...options, authorizationCode })).resolves.toBe('AUTHORIZED');

  const token = stack.secrets.remember('opaque token', assistant.kept?.access_token ?? '');
  expect(await stack.api(token).get('/orders')).toMatchObject({ status: 200 });
  expect(assistant.kept?.scope?.split(' ')).toContain('invoices_pay');
});
