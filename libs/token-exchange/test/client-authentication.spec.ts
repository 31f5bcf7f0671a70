import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import {
  type AccessToken,
  ClientCredentialInvalid,
  DownstreamRefused,
  DownstreamUnavailable,
  TokenClient,
  type TokenExchangeOptions,
} from '../src/index.ts';
import { bodyOf, listen, type Loopback } from './loopback.ts';

const folder = mkdtempSync(join(tmpdir(), 'client-token-'));
const clientTokenFile = join(folder, 'token');
const forms: Record<string, string>[] = [];
let status = 200;
let identity: Loopback;
let options: TokenExchangeOptions;

beforeAll(async () => {
  identity = await listen(async (request, response) => {
    forms.push(Object.fromEntries(new URLSearchParams(await bodyOf(request))));
    const answer = status === 200 ? { access_token: 'issued', token_type: 'Bearer' } : { error: 'invalid_client' };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  const common = { issuer: 'https://id.test', identityUrl: identity.url, clientId: 'order', allowInsecureHttp: true };
  options = { ...common, clientTokenFile };
});
beforeEach(() => {
  forms.length = 0;
  status = 200;
  writeFileSync(clientTokenFile, 'first-token\n');
});
afterAll(async () => {
  await identity.close();
  rmSync(folder, { recursive: true });
});

const asMyself = (tokens: TokenClient, audience = 'urn:test:customer'): Promise<AccessToken> =>
  tokens.asMyself({ audience, scopes: ['customers_terms_read_any'] });

describe('a client token', () => {
  it('is the assertion, as it stands in the file', async () => {
    await asMyself(await TokenClient.create(options));
    expect(forms[0]).toMatchObject({
      client_id: 'order',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'first-token',
    });
  });

  it('is read anew for each request, since the platform replaces it', async () => {
    const tokens = await TokenClient.create(options);
    await asMyself(tokens);
    writeFileSync(clientTokenFile, 'second-token');
    await asMyself(tokens, 'urn:test:billing');
    expect(forms.map((form) => form['client_assertion'])).toEqual(['first-token', 'second-token']);
  });

  it.each([
    [
      'missing',
      () => {
        rmSync(clientTokenFile);
      },
    ],
    [
      'empty',
      () => {
        writeFileSync(clientTokenFile, '\n');
      },
    ],
  ])('does not let the application start when %s', async (_, spoil) => {
    spoil();
    const creating = TokenClient.create(options);
    await expect(creating).rejects.toThrow(ClientCredentialInvalid);
    await expect(creating).rejects.toThrow(`clientTokenFile ${clientTokenFile}`);
  });

  it.each([
    [
      'missing',
      () => {
        rmSync(clientTokenFile);
      },
    ],
    [
      'empty',
      () => {
        writeFileSync(clientTokenFile, '');
      },
    ],
  ])('is an outage while %s, and nothing has to be restarted when it is back', async (_, spoil) => {
    const tokens = await TokenClient.create(options);
    spoil();
    const error: unknown = await asMyself(tokens).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DownstreamUnavailable);
    expect((error as Error).cause).toBeInstanceOf(ClientCredentialInvalid);
    writeFileSync(clientTokenFile, 'second-token');
    expect((await asMyself(tokens)).reveal()).toBe('issued');
  });

  it('is in no error', async () => {
    status = 401;
    const error: unknown = await asMyself(await TokenClient.create(options)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DownstreamRefused);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('first-token');
  });
});

it.each([
  ['neither credential', {}],
  ['both credentials', { clientKeyFile: '/keys/order.jwk.json', clientTokenFile }],
])('%s is refused, by the name of both settings', async (_, credential) => {
  const creating = TokenClient.create({ ...options, clientTokenFile: undefined, ...credential });
  await expect(creating).rejects.toThrow(ClientCredentialInvalid);
  await expect(creating).rejects.toThrow(/CLIENT_KEY_FILE.*CLIENT_TOKEN_FILE/);
});
