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

  const outcomes = answers.map(({ status, body }) => `${String(status)} ${String((body as { error?: string }).error)}`);
  const lost = outcomes.filter((outcome) => outcome !== '200 undefined');
  expect(lost).toHaveLength(19);
  // They wait for each other; a database that is slow gives some of them up (lock_timeout), and hands them nothing either.
  expect(lost.filter((outcome) => outcome !== '503 temporarily_unavailable')).toContain('400 invalid_grant');
  expect(new Set([...lost, '503 temporarily_unavailable'])).toEqual(
    new Set(['400 invalid_grant', '503 temporarily_unavailable']),
  );
});
