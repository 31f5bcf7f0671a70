import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import {
  AccessToken,
  DownstreamMisunderstood,
  DownstreamRefused,
  DownstreamUnavailable,
  SubjectTokenEnded,
  TokenClient,
} from '../src/index.ts';
import { Identity, issuer } from './identity.ts';
import { listen } from './loopback.ts';

const subject = new AccessToken('the-subject-token');
const creditCheck = { audience: 'urn:test:customer', scopes: ['customers_name_read', 'customers_credit_check'] };

describe('TokenClient, when something is wrong,', () => {
  let identity: Identity;
  let tokens: TokenClient;

  beforeAll(async () => {
    identity = await Identity.start();
  });
  beforeEach(async () => {
    identity.reset();
    tokens = await identity.client();
  });
  afterAll(() => identity.close());

  const exchanged = async (): Promise<string> => (await tokens.exchange(subject, creditCheck)).reveal();

  it.each([
    ['more scopes', { scope: 'customers_name_read customers_credit_check customers_write' }],
    ['fewer scopes', { scope: 'customers_name_read' }],
    ['no scopes', { scope: '' }],
    ['another kind of token', { issued_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }],
    ['a kind of token left unsaid', { issued_token_type: undefined }],
    ['a token bound to a key', { token_type: 'DPoP' }],
    ['no token', { access_token: undefined }],
    ['an end of life that is no number', { expires_in: 'soon' }],
    ['something that is not JSON', { body: 'token' }],
  ])('does not take %s', async (_, answer) => {
    identity.answer = answer;
    const error = await exchanged().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DownstreamMisunderstood);
    expect(inspect(error, { depth: null })).not.toMatch(/token-1|the-subject-token/);
  });

  it('takes an answer without scope for the scopes asked for', async () => {
    identity.answer = { scope: undefined };
    expect(await exchanged()).toBe('token-1');
  });

  it.each([
    [400, 'invalid_scope'],
    [400, 'invalid_target'],
    [401, 'invalid_client'],
  ])('tells a refusal: %i %s', async (status, error) => {
    identity.answer = { status, body: JSON.stringify({ error }) };
    await expect(exchanged()).rejects.toThrow(DownstreamRefused);
    await expect(exchanged()).rejects.toMatchObject({
      status: 502,
      code: 'downstream_refused',
      service: issuer,
      upstreamStatus: status,
      upstreamCode: error,
    });
  });

  it.each(['invalid_request', 'invalid_grant'])('tells a subject token that has ended: %s', async (error) => {
    identity.answer = { status: 400, body: JSON.stringify({ error }) };
    const thrown = await exchanged().catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(SubjectTokenEnded);
    expect(thrown).toMatchObject({
      status: 401,
      code: 'invalid_token',
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    });
    await expect(tokens.asMyself(creditCheck)).rejects.toThrow(DownstreamRefused);
  });

  it.each([500, 502, 503, 429])('tells an outage: %i', async (status) => {
    identity.answer = { status };
    await expect(exchanged()).rejects.toThrow(DownstreamUnavailable);
    await expect(exchanged()).rejects.toMatchObject({ status: 503, code: 'downstream_unavailable', retryable: true });
  });

  it('tells an outage when nobody listens', async () => {
    tokens = await TokenClient.create({ ...identity.options, identityUrl: (await nobody()).url });
    await expect(exchanged()).rejects.toThrow(DownstreamUnavailable);
  });

  it.each([
    ['7', '7'],
    ['0', '1'],
    ['3600', '60'],
    ['soon', '5'],
  ])('passes on when to come again: %s', async (said, told) => {
    identity.answer = { status: 503, headers: { 'retry-after': said } };
    await expect(exchanged()).rejects.toMatchObject({ headers: { 'retry-after': told } });
  });

  it('asks nobody who said when to come again', async () => {
    identity.answer = { status: 429, headers: { 'retry-after': '30' } };
    await exchanged().catch(() => undefined);
    identity.answer = {};
    await expect(exchanged()).rejects.toMatchObject({ status: 503, headers: { 'retry-after': '30' } });
    expect(identity.seen).toHaveLength(1);
  });

  it('asks nobody for a second after five failures in a row, and then once', async () => {
    identity.answer = { status: 500 };
    for (let i = 0; i < 8; i++) await expect(exchanged()).rejects.toThrow(DownstreamUnavailable);
    expect(identity.seen).toHaveLength(5);
    identity.answer = {};
    await setTimeout(1_050);
    expect(await exchanged()).toBe('token-6');
  });

  it('asks again, once, where a connection breaks', async () => {
    identity.answer = { breaks: 1 };
    expect(await exchanged()).toBe('token-2');
    identity.answer = { breaks: 2 };
    await expect(tokens.asMyself(creditCheck)).rejects.toThrow(DownstreamUnavailable);
    expect(identity.seen).toHaveLength(4);
  });

  it('tells an outage when an answer breaks off', async () => {
    const breaking = await listen((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"access_token":', () => response.destroy());
      return Promise.resolve();
    });
    tokens = await TokenClient.create({ ...identity.options, identityUrl: breaking.url });
    await expect(exchanged()).rejects.toThrow(DownstreamUnavailable);
    await breaking.close();
  });

  it('tells an outage when no answer comes in time', async () => {
    identity.beforeAnswer = () => new Promise(() => undefined);
    await expect(exchanged()).rejects.toThrow(DownstreamUnavailable);
  });

  it('says nothing of the reason or the token to whom the error reaches', async () => {
    identity.answer = { status: 400, body: JSON.stringify({ error: 'invalid_scope', error_description: 'secret' }) };
    const error = await exchanged().catch((thrown: unknown) => thrown as Error);
    expect(String(error)).not.toMatch(/secret|invalid_scope|subject-token/);
  });
});

/** An address where somebody listened a moment ago. */
async function nobody(): Promise<{ url: string }> {
  const gone = await listen(() => Promise.resolve());
  await gone.close();
  return gone;
}
