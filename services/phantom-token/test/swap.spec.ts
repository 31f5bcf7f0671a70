import { aToken } from '@downscope/guards/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { apiOrigin, issuer, RunningService } from './running-service.ts';
import { madeToken } from './made-token.ts';

const audience = 'urn:downscope:order';
const metadata = `resource_metadata="${apiOrigin}/.well-known/oauth-protected-resource"`;

let service: RunningService;

beforeAll(async () => {
  service = await RunningService.start();
});

beforeEach(() => {
  service.identity.requests.length = 0;
  service.identity.answer = { type: 'application/jwt', body: aToken({ audience }) };
});

afterAll(() => service.stop());

describe('a live opaque token', () => {
  it.each(['Bearer', 'bearer', 'BEARER'])('is swapped for the JWT (%s)', async (scheme) => {
    const jwt = aToken({ audience });
    service.identity.answer = { type: 'application/jwt', body: jwt };
    const { status, headers, body } = await service.swap(`${scheme} ${madeToken()}`);
    expect([status, headers.authorization, body]).toEqual([200, `Bearer ${jwt}`, '']);
    expect(headers['cache-control']).toMatch(/^max-age=[34]$/);
  });

  it('is introspected by phantom-token itself, for the audience of the route', async () => {
    const opaqueToken = madeToken();
    await service.swap(`Bearer ${opaqueToken}`);
    const [{ accept, form } = { accept: '', form: new URLSearchParams() }] = service.identity.requests;
    expect(accept).toBe('application/jwt');
    expect(Object.fromEntries(form)).toEqual({
      token: opaqueToken,
      audience,
      client_id: 'phantom-token',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: expect.any(String),
    });
    const [header, payload] = (form.get('client_assertion') ?? '').split('.').slice(0, 2).map(decoded);
    expect(header).toMatchObject({ alg: 'PS256', kid: 'phantom-token-1' });
    expect(payload).toMatchObject({ iss: 'phantom-token', sub: 'phantom-token', aud: issuer });
  });

  it('is introspected once, however many requests come with it', async () => {
    const authorization = `Bearer ${madeToken()}`;
    const replies = await Promise.all(Array.from({ length: 20 }, () => service.swap(authorization)));
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(service.identity.requests).toHaveLength(1);
  });

  it('is not to be kept by the edge when its JWT is about to end', async () => {
    service.identity.answer = { type: 'application/jwt', body: aToken({ audience, secondsToLive: 1 }) };
    const { status, headers } = await service.swap(`Bearer ${madeToken()}`);
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
  });
});

describe('whatever proves nothing is 401', () => {
  const withoutError = `Bearer realm="${apiOrigin}", ${metadata}`;
  const invalidToken = `Bearer realm="${apiOrigin}", error="invalid_token", ${metadata}`;

  it.each([
    ['no token', undefined, withoutError],
    ['another scheme', 'Basic YTpi', withoutError],
    ['two tokens in one header', 'Bearer a b', invalidToken],
    ['two headers', ['Bearer a', 'Bearer a'], invalidToken],
    ['a character that no token has', 'Bearer a,b', invalidToken],
    ['nothing after the scheme', 'Bearer ', invalidToken],
    ['a token of another form than identity makes', 'Bearer whatever', invalidToken],
    ["a token whose MAC is not identity's", `Bearer ${invented()}`, invalidToken],
  ])('%s, without asking identity', async (_, authorization, challenge) => {
    const { status, headers } = await service.swap(authorization);
    expect([status, headers['www-authenticate'], headers['cache-control']]).toEqual([401, challenge, 'no-store']);
    expect(service.identity.requests).toHaveLength(0);
  });

  it('a token that is not live', async () => {
    service.identity.answer = {};
    const { status, headers, body } = await service.swap(`Bearer ${madeToken()}`);
    expect([status, headers['www-authenticate'], headers['cache-control']]).toEqual([401, invalidToken, 'no-store']);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status: 401, code: 'invalid_token' });
  });
});

function decoded(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}

/** As identity makes one, but for the random part. */
function invented(): string {
  return 'A'.repeat(43) + madeToken().slice(43);
}
