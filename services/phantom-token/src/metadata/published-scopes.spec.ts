import { beforeEach, describe, expect, it } from '@jest/globals';
import { PublishedScopes } from './published-scopes.ts';

let now: number;
let asked: number;
let answer: () => Promise<string[]>;
let scopes: PublishedScopes;
beforeEach(() => {
  [now, asked] = [0, 0];
  answer = () => Promise.resolve(['orders_read']);
  scopes = new PublishedScopes(
    () => {
      asked++;
      return answer();
    },
    () => now,
  );
});

const outage = (): Promise<never> => Promise.reject(new Error('out'));

describe('the scopes that identity publishes', () => {
  it('are asked for once a minute', async () => {
    await scopes.all();
    now = 59_999;
    await scopes.all();
    expect(asked).toBe(1);
    now = 60_000;
    await scopes.all();
    expect(asked).toBe(2);
  });

  it('that are known serve on while identity is out', async () => {
    await scopes.all();
    [now, answer] = [60_000, outage];
    await expect(scopes.all()).resolves.toEqual(['orders_read']);
  });

  it('are not made up while none are known, and are asked for again', async () => {
    answer = outage;
    await expect(scopes.all()).rejects.toThrow('out');
    answer = () => Promise.resolve(['orders_read']);
    await expect(scopes.all()).resolves.toEqual(['orders_read']);
  });
});
