import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DownstreamUnavailable, StandingToken } from '../src/index.ts';
import { Identity } from './identity.ts';

const broker = { audience: 'urn:test:broker', scopes: ['topics_use_any'] };
const life = { seconds: 60 };

describe('StandingToken', () => {
  let identity: Identity;
  let token: StandingToken;
  let nowMs = 0;

  beforeAll(async () => {
    identity = await Identity.start();
  });
  beforeEach(() => {
    identity.reset();
    identity.answer = { expires_in: life.seconds };
    nowMs = 0;
    token = new StandingToken(identity.options, broker, () => nowMs);
  });
  afterAll(() => identity.close());

  const shown = async (atSeconds: number): Promise<string> => {
    nowMs = atSeconds * 1000;
    return (await token.get()).reveal();
  };
  const isOut = (): void => {
    identity.answer = { status: 503 };
  };

  it("is the service's own, for one audience", async () => {
    expect(await shown(0)).toBe('token-1');
    expect(identity.seen.map(({ form }) => form)).toMatchObject([
      { grant_type: 'client_credentials', audience: 'urn:test:broker', scope: 'topics_use_any', client_id: 'order' },
    ]);
  });

  it('is renewed from half its life on, and not before', async () => {
    expect([await shown(0), await shown(29), await shown(30), await shown(59)]).toEqual([
      'token-1',
      'token-1',
      'token-2',
      'token-2',
    ]);
  });

  it('is asked for once, however many want it', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => shown(0)));
    expect(new Set(all)).toEqual(new Set(['token-1']));
    expect(identity.seen).toHaveLength(1);
  });

  it('goes on being good while identity is out, and another one comes once it is back', async () => {
    await shown(0);
    isOut();
    expect([await shown(30), await shown(49)]).toEqual(['token-1', 'token-1']);
    identity.answer = { expires_in: life.seconds };
    expect(await shown(49.5)).toMatch(/^token-[^1]$/);
  });

  it('is not shown any more when it ends within ten seconds', async () => {
    await shown(0);
    isOut();
    await expect(shown(50)).rejects.toThrow(DownstreamUnavailable);
  });

  it('is an outage when there never was one, and nothing more', async () => {
    isOut();
    await expect(shown(0)).rejects.toThrow(DownstreamUnavailable);
    identity.answer = { expires_in: life.seconds };
    expect(await shown(1)).toBe('token-2');
  });
});
