import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refusalsOf } from '../attacks/refusals.ts';
import type { Answer } from '../support/answer.ts';
import { readChallenge } from '../support/challenge.ts';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { Secret } from '../support/secret.ts';
import type { ServiceName } from '../support/stack.ts';

const stack = await openStack();
afterAll(() => stack.close());

/** Why a service refused a request, found as docs/how-to/why-401.md says: by the trace that the challenge names. */
function reasonFor({ headers }: Answer, service: ServiceName): Promise<string> {
  const { trace_id: traceId = '' } = readChallenge(headers.get('www-authenticate') ?? '');
  return eventually(
    async () => {
      const [refusal] = (await refusalsOf(stack, service)).get(traceId) ?? [];
      if (!refusal) throw new Error(`${service} has logged no refusal of the trace ${traceId}`);
      return refusal.reason;
    },
    { deadlineMs: 10_000 },
  );
}

describe('whoever is refused is told by what the reason is found', () => {
  let opaqueToken: Secret;

  beforeAll(async () => {
    ({ opaqueToken } = await stack.login('alice', { scopes: ['openid', 'orders_read'] }));
  });

  it('at the edge, which lets nothing through of a refusal but its challenge', async () => {
    const invented = await stack.api(new Secret('opaque token', 'invented')).get('/orders');
    expect(invented.status).toBe(401);
    expect(await reasonFor(invented, 'phantom-token')).toBe('not_active');
    expect(await reasonFor(await stack.api().get('/orders'), 'phantom-token')).toBe('missing_token');
  });

  it('of a service behind the edge, for too little scope', async () => {
    const answer = await stack.api(opaqueToken).post('/orders', {});
    expect(answer.status).toBe(403);
    expect(await reasonFor(answer, 'order')).toBe('needs scope orders_write');
  });

  it('of a service that is called past the edge, for a token of another', async () => {
    const token = await stack.swap(opaqueToken, 'urn:downscope:order');
    const answer = await stack.callService('billing', '/invoices', { token });
    expect(answer.status).toBe(401);
    expect(await reasonFor(answer, 'billing')).toBe('aud_wrong');
  });
});
