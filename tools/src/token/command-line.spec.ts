import { describe, expect, it } from '@jest/globals';
import { readRequest, TokenRequestError } from './command-line.ts';

describe('readRequest', () => {
  it('reads whose token, by which client, and where it goes', () => {
    expect(readRequest(['alice', '--for', 'order', '--then', 'billing', '--then', 'customer'])).toMatchObject({
      person: 'alice',
      client: 'walkthrough',
      apis: ['order', 'billing', 'customer'],
    });
  });

  it.each([
    [[]],
    [['eve']],
    [['alice', 'bob']],
    [['alice', '--client', 'order']],
    [['alice', '--for', 'journey']],
    [['alice', '--then', 'order']],
  ])('refuses %p', (args) => {
    expect(() => readRequest(args)).toThrow(TokenRequestError);
  });
});
