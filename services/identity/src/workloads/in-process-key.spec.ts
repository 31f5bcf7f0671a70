import '../../test/settings.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeJwt } from 'jose';
import { InProcessKey } from './in-process-key.ts';

let key: InProcessKey;
beforeAll(async () => {
  key = await InProcessKey.make('https://id.example');
});
beforeEach(() => {
  jest.useFakeTimers({ now: Date.now(), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('an assertion for oidc-provider', () => {
  it('is signed once for what a client asks in half a minute, however much of it at once', async () => {
    const assertions = await Promise.all(Array.from({ length: 5 }, () => key.assertionOf('order')));
    jest.advanceTimersByTime(29_000);
    expect(new Set([...assertions, await key.assertionOf('order')]).size).toBe(1);
  });

  it('is another one afterwards, while the one before is still good', async () => {
    const first = await key.assertionOf('billing');
    jest.advanceTimersByTime(31_000);
    const second = await key.assertionOf('billing');
    expect(second).not.toBe(first);
    expect(Number(decodeJwt(first).exp)).toBeGreaterThan(Date.now() / 1000 + 25);
    expect(Number(decodeJwt(second).exp)).toBeGreaterThan(Date.now() / 1000 + 55);
  });

  it('is of one client alone', async () => {
    const [order, billing] = [await key.assertionOf('order'), await key.assertionOf('billing')];
    expect([decodeJwt(order).sub, decodeJwt(billing).sub]).toEqual(['order', 'billing']);
  });
});
