import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { issuerOf } from './find-issuer.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

async function apiThatSays(status: number, body: string): Promise<URL> {
  server = createServer((request, response) => {
    response.writeHead(request.url === '/.well-known/oauth-protected-resource' ? status : 404).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new URL(`http://api.downscope.localhost:${(server.address() as AddressInfo).port}`);
}

describe('the issuer', () => {
  it('is the one that the API names', async () => {
    const api = await apiThatSays(200, '{"authorization_servers":["http://id.downscope.localhost:8080"]}');
    expect(await issuerOf(api)).toEqual(new URL('http://id.downscope.localhost:8080'));
  });

  it.each([
    ['there is no metadata', 404, '{"authorization_servers":["http://id.downscope.localhost"]}'],
    ['it is a page', 200, '<html>'],
    ['it names none', 200, '{"authorization_servers":[]}'],
    ['it names two', 200, '{"authorization_servers":["http://a.localhost","http://b.localhost"]}'],
    ['it names no URL', 200, '{"authorization_servers":["id"]}'],
  ])('is unknown where %s', async (_, status, body) => {
    await expect(issuerOf(await apiThatSays(status, body))).rejects.toMatchObject({ code: 'not_downscope' });
  });

  it('is unknown where nothing answers', async () => {
    const api = await apiThatSays(200, '');
    server?.close();
    await expect(issuerOf(api)).rejects.toMatchObject({
      code: 'not_downscope',
      message: `nothing answers at ${api.origin}`,
    });
  });
});
