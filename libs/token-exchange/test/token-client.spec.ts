import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AccessToken, DownstreamUnavailable, InsecureUrl, TokenClient } from '../src/index.ts';
import { accessTokenType, Identity, issuer } from './identity.ts';

const subject = new AccessToken('the-subject-token');
const creditCheck = { audience: 'urn:test:customer', scopes: ['customers_name_read', 'customers_credit_check'] };

describe('TokenClient', () => {
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

  describe('asks', () => {
    it('for an exchange as RFC 8693 section 2.1 says', async () => {
      expect(await exchanged()).toBe('token-1');
      expect(identity.seen[0]).toMatchObject({ path: '/token' });
      expect(identity.seen[0]?.form).toEqual({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: 'the-subject-token',
        subject_token_type: accessTokenType,
        audience: 'urn:test:customer',
        scope: 'customers_name_read customers_credit_check',
        client_id: 'order',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: expect.any(String) as unknown,
      });
    });

    it('for a token of its own by client credentials', async () => {
      expect((await tokens.asMyself(creditCheck)).reveal()).toBe('token-1');
      expect(identity.seen[0]?.form).toMatchObject({
        grant_type: 'client_credentials',
        audience: 'urn:test:customer',
        scope: 'customers_name_read customers_credit_check',
      });
      expect(identity.seen[0]?.form).not.toHaveProperty('subject_token');
    });

    it('with an assertion for the issuer alone, signed PS256, short and new each time', async () => {
      await exchanged();
      await tokens.asMyself(creditCheck);
      const [first, second] = identity.seen.map(({ assertion }) => assertion);
      expect(first?.protectedHeader).toMatchObject({ alg: 'PS256', kid: 'order-1' });
      expect(first?.payload).toMatchObject({ iss: 'order', sub: 'order', aud: issuer });
      expect((first?.payload.exp ?? Infinity) - (first?.payload.iat ?? 0)).toBeLessThanOrEqual(60);
      expect(second?.payload.jti).not.toBe(first?.payload.jti);
    });
  });

  describe('asks once', () => {
    it('for what it was given a moment ago', async () => {
      expect([await exchanged(), await exchanged()]).toEqual(['token-1', 'token-1']);
    });

    it('for what several want at the same time', async () => {
      expect(new Set(await Promise.all(Array.from({ length: 20 }, exchanged)))).toEqual(new Set(['token-1']));
      expect(identity.seen).toHaveLength(1);
    });

    it('whatever the order of the scopes', async () => {
      await exchanged();
      await tokens.exchange(subject, { ...creditCheck, scopes: [...creditCheck.scopes].reverse() });
      expect(identity.seen).toHaveLength(1);
    });

    it.each([
      ['another subject', () => tokens.exchange(new AccessToken('another'), creditCheck)],
      ['another audience', () => tokens.exchange(subject, { ...creditCheck, audience: 'urn:test:billing' })],
      ['fewer scopes', () => tokens.exchange(subject, { ...creditCheck, scopes: ['customers_name_read'] })],
      ['nobody but the service itself', () => tokens.asMyself(creditCheck)],
    ])('but again for %s', async (_, ask) => {
      await exchanged();
      expect((await ask()).reveal()).toBe('token-2');
    });

    it('but again when the token is about to expire', async () => {
      identity.answer = { expires_in: 10 };
      expect([await exchanged(), await exchanged()]).toEqual(['token-1', 'token-2']);
    });

    it('but again after a failure', async () => {
      identity.answer = { status: 503 };
      await expect(exchanged()).rejects.toThrow(DownstreamUnavailable);
      identity.answer = {};
      expect(await exchanged()).toBe('token-2');
    });
  });

  describe('is not created', () => {
    it('for plain http, unless that is allowed', async () => {
      await expect(TokenClient.create({ ...identity.options, allowInsecureHttp: false })).rejects.toThrow(InsecureUrl);
      const options = { ...identity.options, identityUrl: 'https://id.test', allowInsecureHttp: false };
      await expect(TokenClient.create(options)).resolves.toBeInstanceOf(TokenClient);
    });

    it('without its key', async () => {
      await expect(
        TokenClient.create({ ...identity.options, clientKeyFile: '/nowhere/order.jwk.json' }),
      ).rejects.toThrow('ENOENT');
    });
  });
});
