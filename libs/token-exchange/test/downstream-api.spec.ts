import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import {
  AccessToken,
  DownstreamApi,
  DownstreamMisunderstood,
  DownstreamRefused,
  DownstreamUnavailable,
  InsecureUrl,
  SubjectTokenEnded,
  TokenClient,
} from '../src/index.ts';
import { Identity } from './identity.ts';
import { bodyOf, listen, type Loopback } from './loopback.ts';

const audience = 'urn:test:customer';
const onBehalfOf = new AccessToken('the-subject-token');
const terms = z.object({ dueDays: z.number() });
const call = { onBehalfOf, scopes: ['customers_terms_read'], answer: terms };

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

describe('DownstreamApi', () => {
  const seen: Seen[] = [];
  let answer: (response: ServerResponse) => void;
  let identity: Identity;
  let tokens: TokenClient;
  let customer: Loopback;
  let api: DownstreamApi;

  beforeAll(async () => {
    identity = await Identity.start();
    customer = await listen(async (request, response) => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: await bodyOf(request) });
      answer(response);
    });
  });
  beforeEach(async () => {
    seen.length = 0;
    identity.seen.length = 0;
    identity.answer = {};
    answer = (response) => response.end('{"dueDays":30,"more":true}');
    tokens = await identity.client();
    api = new DownstreamApi({ url: customer.url, audience, timeoutMs: 300 }, tokens);
  });
  afterAll(async () => {
    await customer.close();
    await identity.close();
  });

  it('calls with a token for that service and these scopes, on behalf of the caller', async () => {
    expect(await api.get('/customers/1001/payment-terms', call)).toEqual({ dueDays: 30 });
    expect(identity.seen[0]?.form).toMatchObject({
      audience,
      scope: 'customers_terms_read',
      subject_token: 'the-subject-token',
    });
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/customers/1001/payment-terms', body: '' });
    expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer token-1', accept: 'application/json' });
    expect(seen[0]?.headers).not.toHaveProperty('content-type');
  });

  it('calls as the service itself when nobody is there', async () => {
    await api.get('/customers/1001/payment-terms', {
      asMyself: true,
      scopes: ['customers_terms_read_any'],
      answer: terms,
    });
    expect(identity.seen[0]?.form).toMatchObject({
      grant_type: 'client_credentials',
      scope: 'customers_terms_read_any',
    });
  });

  it('posts JSON', async () => {
    await api.post('/customers/1001/credit-check', { ...call, body: { amount: { minorUnits: 1, currency: 'EUR' } } });
    expect(seen[0]).toMatchObject({ method: 'POST', body: '{"amount":{"minorUnits":1,"currency":"EUR"}}' });
    expect(seen[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
  });

  it.each([
    [404, '{"code":"not_found"}', 'not_found'],
    [403, '{"code":1}', undefined],
    [422, 'no JSON', undefined],
    [302, '', undefined],
  ])('tells a refusal: %i %s', async (status, body, code) => {
    answer = (response) => response.writeHead(status, { location: 'https://evil.test' }).end(body);
    const error = await api.get('/x', call).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DownstreamRefused);
    expect(error).toMatchObject({ status: 502, service: audience, upstreamStatus: status, upstreamCode: code });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['500', (response) => response.writeHead(500).end()],
    ['503', (response) => response.writeHead(503).end()],
    ['429', (response) => response.writeHead(429).end()],
    ['a broken connection', (response) => response.destroy()],
    ['no answer in time', () => undefined],
    ['half an answer in time', (response) => response.writeHead(200).write('{"dueDays"')],
  ])('tells an outage: %s', async (_, given) => {
    answer = given;
    const error = await api.get('/x', call).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DownstreamUnavailable);
    expect(error).toMatchObject({ status: 503, service: audience, retryable: true, headers: { 'retry-after': '5' } });
  });

  describe('when a service does not take the token any more', () => {
    const refuses = (until: number): void => {
      answer = (response) =>
        seen.length <= until ? response.writeHead(401).end('{"code":"invalid_token"}') : response.end('{"dueDays":30}');
    };

    it('gets another one, once', async () => {
      refuses(1);
      expect(await api.get('/x', call)).toEqual({ dueDays: 30 });
      expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
    });

    it("tells that the caller's has ended, where there is no other one", async () => {
      await api.get('/x', call);
      seen.length = 0;
      refuses(1);
      identity.answer = { status: 400, body: '{"error":"invalid_request"}' };
      await expect(api.post('/x', { ...call, body: {} })).rejects.toThrow(SubjectTokenEnded);
      expect(seen).toHaveLength(1);
    });

    it('tells a refusal, where another one is not taken either', async () => {
      refuses(2);
      await expect(api.get('/x', call)).rejects.toMatchObject({ status: 502, upstreamStatus: 401 });
      expect(seen).toHaveLength(2);
    });
  });

  it.each([
    ['gets', 2, () => api.get('/x', call)],
    ['posts', 1, () => api.post('/x', { ...call, body: {} })],
  ])('%s %d times at most where a connection breaks', async (_, times, ask) => {
    answer = (response) => response.destroy();
    await expect(ask()).rejects.toThrow(DownstreamUnavailable);
    expect(seen).toHaveLength(times);
  });

  it('does not call when no token is to be had', async () => {
    identity.answer = { status: 400, body: '{"error":"invalid_scope"}' };
    await expect(api.get('/x', call)).rejects.toThrow(DownstreamRefused);
    expect(seen).toEqual([]);
  });

  it.each(['{"dueDays":"30"}', '{}', 'no JSON', ''])('does not take %j for an answer', async (body) => {
    answer = (response) => response.end(body);
    await expect(api.get('/x', call)).rejects.toThrow(DownstreamMisunderstood);
  });

  it('does not send a token over plain http, unless that is allowed', async () => {
    const options = { ...identity.options, identityUrl: 'https://id.test', allowInsecureHttp: false };
    const strict = await TokenClient.create(options);
    expect(() => new DownstreamApi({ url: customer.url, audience, timeoutMs: 300 }, strict)).toThrow(InsecureUrl);
    expect(new DownstreamApi({ url: 'https://customer.test', audience, timeoutMs: 300 }, strict)).toBeDefined();
  });

  it('does not send a token to where a value in the path leads', async () => {
    await expect(api.get('/customers/../admin', call)).rejects.toThrow(RangeError);
    expect(identity.seen).toEqual([]);
  });
});
