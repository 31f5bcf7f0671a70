import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { rememberCallers } from '../callers/caller.ts';
import { limitRequests } from './request-limit.ts';

const server = fastify();
beforeAll(async () => {
  rememberCallers(server, { behindEdge: true });
  limitRequests(server, 3);
  server.all('/*', () => 'served');
  await server.ready();
});
afterAll(() => server.close());

const ask = async (address: string, url = '/token') =>
  server.inject({ method: 'POST', url, headers: { 'x-forwarded-for': address } });

it('a network that asks too often is told when it may again, and others are served meanwhile', async () => {
  const answers = [await ask('2001:db8::1'), await ask('2001:db8::2', '/Token/'), await ask('2001:db8::3', '/auth')];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);

  const refused = await ask('2001:db8::4');
  expect(refused.statusCode).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
  expect((await ask('2001:db8:0:1::1')).statusCode).toBe(200);
});
