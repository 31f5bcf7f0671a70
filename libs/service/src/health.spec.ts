import { afterEach, describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { Health } from './health.ts';
import { addHealthCheck, addHealthDetail, type HealthCheck } from '@downscope/health';

const yes = (): Promise<boolean> => Promise.resolve(true);
const no = (): Promise<boolean> => Promise.resolve(false);
const removals: (() => void)[] = [];
const add = (check: Partial<HealthCheck>): void => {
  removals.push(addHealthCheck({ name: 'database', isReady: yes, isAlive: yes, ...check }));
};
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

async function probe(which: 'live' | 'ready', health = new Health()): Promise<[number, unknown]> {
  const server = fastify();
  health.register(server);
  const { statusCode, body } = await server.inject(`/health/${which}`);
  return [statusCode, JSON.parse(body)];
}

describe('Health', () => {
  it('is live and ready while every check says so', async () => {
    add({});
    expect(await probe('live')).toEqual([200, { status: 'live' }]);
    expect(await probe('ready')).toEqual([200, { status: 'ready' }]);
  });

  it('is not ready while one says no, and names it', async () => {
    add({});
    add({ name: 'disk', isReady: no });
    expect(await probe('ready')).toEqual([503, { status: 'not ready', failing: ['disk'] }]);
    expect(await probe('live')).toEqual([200, { status: 'live' }]);
  });

  it('is not live where one says that it is stuck', async () => {
    add({ isAlive: no });
    expect(await probe('live')).toEqual([503, { status: 'stuck', failing: ['database'] }]);
  });

  it('takes a check that fails itself for a no', async () => {
    add({ isReady: () => Promise.reject(new Error('out')) });
    expect(await probe('ready')).toMatchObject([503, { failing: ['database'] }]);
  });

  it('is not asked about what was taken back', async () => {
    add({ isReady: no });
    removals.pop()?.();
    expect(await probe('ready')).toEqual([200, { status: 'ready' }]);
  });

  it('tells what it works without, and is ready all the same', async () => {
    removals.push(addHealthDetail({ name: 'revocations', says: () => ({ fresh: false }) }));
    expect(await probe('ready')).toEqual([200, { status: 'ready', details: { revocations: { fresh: false } } }]);
    add({ isReady: no });
    expect(await probe('ready')).toMatchObject([503, { details: { revocations: { fresh: false } } }]);
    expect(await probe('live')).toEqual([200, { status: 'live' }]);
  });

  it('is not ready once it leaves, whatever the checks say', async () => {
    const health = new Health();
    health.leave();
    expect(await probe('ready', health)).toEqual([503, { status: 'stopping' }]);
  });
});
