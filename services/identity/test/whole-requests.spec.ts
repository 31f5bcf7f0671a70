import './settings.ts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { onlyWholeRequests } from '../src/limits/whole-requests.ts';
import { mountProvider } from '../src/provider/mount-provider.ts';

/** What came so far that a unit of work would be begun for. */
const wentOn: string[] = [];
const server = fastify();

beforeAll(async () => {
  const provider = new Provider('https://id.example', { features: { devInteractions: { enabled: false } } });
  onlyWholeRequests(provider);
  provider.use((ctx) => {
    wentOn.push(ctx.path);
    ctx.status = 200;
  });
  mountProvider(server, { answer: provider.callback() });
  await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

describe('a request', () => {
  it('goes on when its body is there, and not before', async () => {
    const { port } = server.server.address() as AddressInfo;
    const slow = connect(port, '127.0.0.1');
    slow.write('POST /slow HTTP/1.1\r\nhost: id.example\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nx');
    const quick = await server.inject({
      method: 'POST',
      url: '/quick',
      headers: { 'content-type': 'text/plain' },
      payload: 'xx',
    });
    expect(quick.statusCode).toBe(200);
    expect(wentOn).toEqual(['/quick']);

    slow.write('y');
    await once(slow, 'data');
    expect(wentOn).toEqual(['/quick', '/slow']);
    slow.destroy();
  });

  it.each([
    ['in its query', { method: 'GET', url: '/auth?state=%00' } as const],
    ['in its form', { method: 'POST', url: '/token', payload: 'state=%00' } as const],
    ['in either', { method: 'POST', url: '/token?state=fine', payload: 'state=%00' } as const],
  ])('does not go on with what storage cannot hold %s', async (_, request) => {
    wentOn.length = 0;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await server.inject({ headers, ...request });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toEqual({ error: 'invalid_request', error_description: expect.stringMatching(/^state: /) });
    expect(wentOn).toEqual([]);
  });
});
