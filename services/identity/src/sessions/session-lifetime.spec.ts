import { describe, expect, it } from '@jest/globals';
import { secondsLeft } from './session-lifetime.ts';

const limits = { maxSeconds: 28_800, idleSeconds: 1_800 };
const login = 1_764_000_000;

describe('secondsLeft', () => {
  it.each([
    ['nobody logged in', undefined, 0, 1_800],
    ['at the login', login, 0, 1_800],
    ['used in the middle of its life', login, 14_400, 1_800],
    ['used shortly before its end', login, 28_000, 800],
    ['used at its end', login, 28_800, 1],
    ['used after its end', login, 99_999, 1],
  ])('%s: from a login at %p, %d s later, it has %d s', (_, loginTs, later, left) => {
    expect(secondsLeft(loginTs, login + later, limits)).toBe(left);
  });
});
