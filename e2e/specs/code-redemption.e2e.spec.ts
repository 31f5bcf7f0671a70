import { afterAll, expect, it } from '@jest/globals';
import { type Answer, ask } from '../support/answer.ts';
import { openStack } from '../support/open-stack.ts';
import type { Secret } from '../support/secret.ts';

const stack = await openStack();
afterAll(() => stack.close());

const audience = 'urn:downscope:order';

/** By a form of the spec's own, as often as it likes. */
async function redemptionOf(): Promise<() => Promise<Answer>> {
  const { config, code, checks } = await stack.authorize('alice');
  const { token_endpoint: tokenEndpoint = '' } = config.serverMetadata();
  return () =>
    ask(tokenEndpoint, {
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'walkthrough',
        redirect_uri: 'http://127.0.0.1/callback',
        code: code.reveal(),
        code_verifier: checks.pkceCodeVerifier,
      }),
    });
}

const tokenIn = ({ body }: Answer): Secret =>
  stack.secrets.remember('opaque token', (body as { access_token: string }).access_token);

it('of twenty parallel redemptions of one code, one wins, and what it won has ended: somebody stole the code', async () => {
  const redeem = await redemptionOf();

  const answers = await Promise.all(Array.from({ length: 20 }, redeem));

  const won = answers.filter(({ status }) => status === 200);
  expect(won).toHaveLength(1);
  expect(answers.filter(({ status }) => status !== 200)).toEqual(
    Array(19).fill(expect.objectContaining({ status: 400, body: expect.objectContaining({ error: 'invalid_grant' }) })),
  );
  for (const answer of won)
    await expect(stack.swap(tokenIn(answer), audience)).rejects.toMatchObject({ code: 'inactive' });
});

it('a code that comes again ends all that came of it: no swap, and no exchange', async () => {
  const redeem = await redemptionOf();
  const opaqueToken = tokenIn(await redeem());
  const forOrder = await stack.swap(opaqueToken, audience);
  expect(await redeem()).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });

  await expect(stack.swap(opaqueToken, audience)).rejects.toMatchObject({ code: 'inactive' });
  const asked = stack.exchange('order', forOrder, { audience: 'urn:downscope:billing', scopes: ['invoices_read'] });
  await expect(asked).rejects.toMatchObject({ code: 'invalid_request' });
});
