import { describe, expect, it } from '@jest/globals';
import { problemWith } from './new-password.ts';

describe('problemWith', () => {
  it.each([
    ['too short', 'kX9$vB2!qT7', /15 characters/],
    ['common, made longer', 'passwordpassword', /guessed/],
    ['a row of keys', 'qwertyuiopasdfgh', /guessed/],
    ['little but the name', 'alicealicealice', /guessed/],
  ])('a password that is %s', (_, password, problem) => {
    expect(problemWith(password, 'alice')).toMatch(problem);
  });

  it.each(['harbour violet sandwich ninety', 'ünder größeren Bäumen schlafen'])('%s will do', (password) => {
    expect(problemWith(password, 'alice')).toBeUndefined();
  });
});
