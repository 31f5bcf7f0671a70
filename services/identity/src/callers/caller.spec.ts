import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { currentCaller, networkOf, rememberCallers } from './caller.ts';

async function serverThat(behindEdge: boolean): Promise<FastifyInstance> {
  const server = fastify();
  rememberCallers(server, { behindEdge });
  server.post('/', async () => {
    await Promise.resolve();
    return currentCaller();
  });
  await server.ready();
  return server;
}

let edge: FastifyInstance;
let inside: FastifyInstance;
beforeAll(async () => {
  edge = await serverThat(true);
  inside = await serverThat(false);
});
afterAll(() => Promise.all([edge.close(), inside.close()]));

const callerOf = async (server: FastifyInstance, headers: Record<string, string>): Promise<unknown> =>
  (
    await server.inject({ method: 'POST', url: '/', headers, payload: { read: 'first' }, remoteAddress: '10.0.0.7' })
  ).json();

describe('the caller', () => {
  it.each([
    ['the socket, where nothing is forwarded', {}, '10.0.0.7'],
    ['what the edge says', { 'x-forwarded-for': '203.0.113.9' }, '203.0.113.9'],
    ['the last hop, whatever was claimed before it', { 'x-forwarded-for': '1.1.1.1, 203.0.113.9' }, '203.0.113.9'],
    ['the socket, where no address was forwarded', { 'x-forwarded-for': '203.0.113.9, nonsense' }, '10.0.0.7'],
    ['an IPv4 address, however it is written', { 'x-forwarded-for': '::ffff:203.0.113.9' }, '203.0.113.9'],
  ])('behind the edge is %s', async (_, headers, address) => {
    expect(await callerOf(edge, { 'user-agent': 'a browser', ...headers })).toEqual({
      address,
      userAgent: 'a browser',
    });
  });

  it('inside is the socket, whatever is claimed', async () => {
    const claimed = { 'user-agent': 'x'.repeat(1000), 'x-forwarded-for': '203.0.113.9' };
    expect(await callerOf(inside, claimed)).toEqual({ address: '10.0.0.7', userAgent: 'x'.repeat(200) });
  });

  it('is none outside of a request', () => {
    expect(currentCaller()).toBeUndefined();
  });
});

describe('a network', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['unknown', 'unknown'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
