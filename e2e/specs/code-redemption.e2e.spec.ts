import { afterAll, expect, it } from '@jest/globals';
import { ask } from '../support/answer.ts';
import { openStack } from '../support/open-stack.ts';

const stack = await openStack();
afterAll(() => stack.close());

it('of twenty parallel redemptions of one code, one wins', async () => {
  const { config, code, checks } = await stack.authorize('alice');
  const { token_endpoint: tokenEndpoint = '' } = config.serverMetadata();
  const redeem = () =>
    ask(tokenEndpoint, {
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'walkthrough',
        redirect_uri: 'http://127.0.0.1/callback',
        code: code.reveal(),
        code_verifier: checks.pkceCodeVerifier,
      }),
    });

  const answers = await Promise.all(Array.from({ length: 20 }, redeem));

  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status !== 200)).toEqual(
    Array(19).fill(expect.objectContaining({ status: 400, body: expect.objectContaining({ error: 'invalid_grant' }) })),
  );
});
