import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { jwksLoader } from '../src/verification/jwks.ts';

const sockets: Socket[] = [];
const silent = createServer((socket) => sockets.push(socket));

beforeAll(() => once(silent.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  silent.close();
});

it('gives up on an issuer that takes the request and never answers', async () => {
  const { port } = silent.address() as AddressInfo;
  await expect(jwksLoader(`http://127.0.0.1:${port}/jwks`)()).rejects.toMatchObject({ name: 'TimeoutError' });
}, 10_000);
