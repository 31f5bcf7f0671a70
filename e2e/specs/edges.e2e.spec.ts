import { afterAll, describe, expect, it } from '@jest/globals';
import { exchange, type Header, headerOf, type RawAnswer } from '../attacks/raw-exchange.ts';
import { eventually } from '../support/eventually.ts';
import { openStack } from '../support/open-stack.ts';
import { type ApiName, apis } from '../support/stack.ts';

// docs/edges.md, as far as it is seen from outside. What needs a service or a swap that fails on purpose: local/src/edge/edge.spec.ts.

const stack = await openStack();
afterAll(() => stack.close());

const onNginx = stack.edge === 'ingress-nginx';
const paths: Readonly<Record<ApiName, string>> = { order: '/orders', customer: '/customers/me', billing: '/invoices' };

/** nginx has a default backend that says it in a problem document; Traefik says it in words of its own. */
const byTheEdge = (status: number, code: string, retryAfter?: string) =>
  onNginx ? { status, type: 'application/problem+json', retryAfter, body: { status, code } } : { status };

describe('what nobody named is 404', () => {
  it.each(['/', '/nowhere', '/orders-of-others', '/orders/../swap', '/healthz'])('the path %s', async (path) => {
    expect(seenIn(await get(path))).toMatchObject(byTheEdge(404, 'not_found'));
  });

  it.each(['unknown.example', 'identity.identity.svc.cluster.local'])('the host %s', async (host) => {
    const answer = await exchange({ origin: stack.apiOrigin, host, method: 'GET', path: '/orders', headers: [] });
    expect(seenIn(answer)).toMatchObject(byTheEdge(404, 'not_found'));
  });

  it('though the client says that there is an outage', async () => {
    expect(seenIn(await get('/nowhere', ['X-Code', '500']))).toMatchObject(byTheEdge(404, 'not_found'));
  });
});

describe('an API that is out is 503', () => {
  it.each(apis)('%s, to whom it would have let in, and it alone', async (api) => {
    const alice = stack.api((await stack.login('alice')).opaqueToken);
    const others = apis.filter((other) => other !== api && other !== 'customer');

    await stack.stop(api);
    try {
      await eventually(
        async () => {
          const { status, headers, body } = await alice.get(paths[api]);
          const type = headers.get('content-type');
          const retryAfter = headers.get('retry-after');
          expect({ status, type, retryAfter, body }).toMatchObject(byTheEdge(503, 'unavailable', '5'));
        },
        { deadlineMs: 30_000 },
      );
      for (const other of others) expect(await alice.get(paths[other])).toMatchObject({ status: 200 });
    } finally {
      await stack.start(api);
    }
  });
});

describe('headers', () => {
  it('of 8 KiB are 400 at nginx, and refused by phantom-token elsewhere', async () => {
    const answer = await get('/orders', ['Authorization', `Bearer ${'a'.repeat(8 * 1024)}`]);
    expect(answer.status).toBe(onNginx ? 400 : 401);
  });

  it('named Authorization twice are 400 at nginx, and refused by phantom-token elsewhere', async () => {
    const { opaqueToken } = await stack.login('alice');
    const token: Header = ['Authorization', `Bearer ${opaqueToken.reveal()}`];
    expect((await get('/orders', token, token)).status).toBe(onNginx ? 400 : 401);
    expect((await get('/orders', token)).status).toBe(200);
  });

  it('that ask for another protocol change nothing', async () => {
    const { opaqueToken } = await stack.login('alice');
    const { status } = await get('/orders', ['Authorization', `Bearer ${opaqueToken.reveal()}`], ['Upgrade', 'h2c']);
    expect(status).toBe(200);
  });
});

describe('an application in a browser', () => {
  it('has its preflight answered by no API, and no answer names its origin', async () => {
    const asks: Header[] = [
      ['Origin', 'https://app.example'],
      ['Access-Control-Request-Method', 'GET'],
    ];
    const answer = await exchange({ origin: stack.apiOrigin, method: 'OPTIONS', path: '/orders', headers: asks });
    expect(answer.status).toBe(401);

    const { opaqueToken } = await stack.login('alice');
    const token: Header = ['Authorization', `Bearer ${opaqueToken.reveal()}`];
    const headers = [...asks, token];
    const preflight = await exchange({ origin: stack.apiOrigin, method: 'OPTIONS', path: '/orders', headers });
    expect([preflight.status, headerOf(preflight, 'allow')]).toEqual([405, 'GET, HEAD, POST']);
    const orders = await get('/orders', ...headers);
    expect([orders.status, headerOf(orders, 'access-control-allow-origin')]).toEqual([200, undefined]);
  });
});

describe('a token', () => {
  it.each([
    ['in the query', (token: string) => get(`/orders?access_token=${token}`)],
    ['in a cookie', (token: string) => get('/orders', ['Cookie', `access_token=${token}`])],
    ['by another scheme', (token: string) => get('/orders', ['Authorization', `Token ${token}`])],
    ['in a header of another name', (token: string) => get('/orders', ['X-Access-Token', token])],
    ['in X-Forwarded-Access-Token', (token: string) => get('/orders', ['X-Forwarded-Access-Token', token])],
    ['in Proxy-Authorization', (token: string) => get('/orders', ['Proxy-Authorization', `Bearer ${token}`])],
  ])('%s is none', async (_, ask) => {
    const { opaqueToken } = await stack.login('alice');
    expect((await ask(opaqueToken.reveal())).status).toBe(401);
  });
});

describe('what an API answers', () => {
  it.each(apis)('%s: is kept by no cache, and guessed by no browser', async (api) => {
    const alice = stack.api((await stack.login('alice')).opaqueToken);
    const { status, headers } = await alice.get(paths[api]);
    expect(status).toBe(200);
    expect([headers.get('cache-control'), headers.get('x-content-type-options'), headers.get('vary')]).toEqual([
      'no-store',
      'nosniff',
      'authorization',
    ]);
  });
});

describe('the default backend', () => {
  it.each([
    [{ 'x-code': '500' }, 503, '5'],
    [{ 'x-code': '503' }, 503, '5'],
    [{ 'x-code': '429' }, 429, '1'],
    [{}, 404, null],
  ])('knows an outage from a path that nobody named: %j is %d', async (headers, status, retryAfter) => {
    const answer = await stack.callService('default-backend', '/', { headers });
    expect(answer).toMatchObject({ status, body: { status } });
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });
});

function get(path: string, ...headers: Header[]): Promise<RawAnswer> {
  return exchange({ origin: stack.apiOrigin, method: 'GET', path, headers });
}

function seenIn(answer: RawAnswer): object {
  const { status, body } = answer;
  const type = headerOf(answer, 'content-type');
  return {
    status,
    type,
    retryAfter: headerOf(answer, 'retry-after'),
    body: type?.endsWith('json') ? (JSON.parse(body) as unknown) : body,
  };
}
