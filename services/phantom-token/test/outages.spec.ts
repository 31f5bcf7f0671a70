import { aToken } from '@downscope/guards/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer, Endless } from './fake-identity.ts';
import { type Reply, RunningService } from './running-service.ts';
import { madeToken } from './made-token.ts';

const audience = 'urn:downscope:order';
const jwt = (body = aToken({ audience })): Answer => ({ type: 'application/jwt', body });

let service: RunningService;

beforeAll(async () => {
  service = await RunningService.start();
});

beforeEach(() => {
  service.identity.requests.length = 0;
  service.identity.answer = jwt();
});

afterAll(() => service.stop());

/** What the edge may conclude from an answer. */
function verdict({ status, headers }: Reply): unknown[] {
  return [status, headers['retry-after'], headers['cache-control'], headers.authorization, headers['www-authenticate']];
}
const outage = [503, '5', 'no-store', undefined, undefined];

describe('an outage is 503, never 401, never a pass', () => {
  it.each<[string, Answer | Endless]>([
    ['5xx', { status: 503 }],
    ['5xx with a JWT', { ...jwt(), status: 500 }],
    ['its refusal of this client', { status: 401, body: '{"error":"invalid_client"}' }],
    ['its refusal of the audience', { status: 400, body: '{"error":"invalid_target"}' }],
    ['a redirect', { status: 302 }],
    ['an active token without a JWT', { body: '{"active":true}' }],
    ['no JSON', { body: 'active' }],
    ['another content type', { type: 'text/html', body: '<html>' }],
    ['a JWT in another content type', { ...jwt(), type: 'text/plain' }],
    ['something that is no JWT', jwt('a.b\r\nx: y.c')],
    ['a JWT whose payload is no JSON', jwt('a.b.c')],
    ['a JWT for another audience', jwt(aToken({ audience: 'urn:downscope:billing' }))],
    ['a JWT for two audiences', jwt(aToken({ claims: { aud: [audience, 'urn:downscope:billing'] } }))],
    ['a JWT without an end', jwt(aToken({ audience, claims: { exp: undefined } }))],
    ['a JWT of a hundred kilobytes', jwt(aToken({ audience, claims: { groups: 'g'.repeat(75_000) } }))],
    ['a byte now and then', { ...jwt(), piece: 'x', everyMs: 500 }],
  ])('identity answers %s, of which nothing is kept', async (_, answer) => {
    service.identity.answer = answer;
    const authorization = `Bearer ${madeToken()}`;
    const reply = await service.swap(authorization);
    service.identity.answer = jwt();
    expect((await service.swap(authorization)).status).toBe(200);
    expect(verdict(reply)).toEqual(outage);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(reply.body)).toMatchObject({ status: 503, code: 'identity_unavailable' });
  });

  it('a JWT of twelve kilobytes passes', async () => {
    const long = aToken({ audience, claims: { groups: 'g'.repeat(9_000) } });
    service.identity.answer = jwt(long);
    expect((await service.swap(`Bearer ${madeToken()}`)).headers.authorization).toBe(`Bearer ${long}`);
  });

  it('identity does not answer in time', async () => {
    service.identity.answer = 'silence';
    expect(verdict(await service.swap(`Bearer ${madeToken()}`))).toEqual(outage);
  });

  it('identity is gone, and nothing has to be restarted when it is back', async () => {
    const authorization = `Bearer ${madeToken()}`;
    const { port } = service.identity;
    await service.identity.stop();
    expect(verdict(await service.swap(authorization))).toEqual(outage);
    await service.identity.start(port);
    expect((await service.swap(authorization)).status).toBe(200);
  });

  it.each(['', '?audience=', `?audience=${audience}&audience=urn:downscope:billing`])(
    'a route without exactly one audience passes nobody (/swap%s)',
    async (query) => {
      const { status, headers } = await service.swap(`Bearer ${madeToken()}`, query);
      expect([status, headers.authorization]).toEqual([400, undefined]);
      expect(service.identity.requests).toHaveLength(0);
    },
  );
});
