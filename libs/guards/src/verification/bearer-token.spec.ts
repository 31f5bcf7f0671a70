import { describe, expect, it } from '@jest/globals';
import { bearerTokenFrom } from './bearer-token.ts';
import { InvalidToken } from './invalid-token.ts';

const others = ['Host', 'api.test', 'Accept', '*/*'];

describe('bearerTokenFrom', () => {
  it.each([
    ['Authorization', 'Bearer abc.DEF-_~+/1=='],
    ['authorization', 'bearer abc.DEF-_~+/1=='],
    ['AUTHORIZATION', 'BEARER abc.DEF-_~+/1=='],
    ['Authorization', 'Bearer   abc.DEF-_~+/1=='],
  ])('takes the token of %s: %s', (name, value) => {
    expect(bearerTokenFrom([...others, name, value, 'X-Other', 'Bearer x'])).toBe('abc.DEF-_~+/1==');
  });

  it.each([
    ['no header', []],
    ['another scheme', ['Authorization', 'Basic dXNlcjpwYXNz']],
    ['a scheme that only begins like it', ['Authorization', 'BearerX abc']],
    ['a scheme that only ends like it', ['Authorization', 'XBearer abc']],
    ['another scheme with a bearer token in it', ['Authorization', 'Basic Bearer abc']],
    ['another scheme with something of a bearer in it', ['Authorization', 'Basic Bearer ,']],
    ['an empty header', ['Authorization', '']],
    ['the word as a value elsewhere', ['X-Name', 'Authorization']],
  ])('finds none in %s', (_, headers) => {
    expect(bearerTokenFrom([...others, ...headers])).toBeUndefined();
  });

  it.each([
    ['authorization_repeated', 'two tokens', ['Authorization', 'Bearer a', 'authorization', 'Bearer b']],
    ['authorization_repeated', 'the same token twice', ['Authorization', 'Bearer a', 'Authorization', 'Bearer a']],
    ['authorization_repeated', 'a token beside Basic', ['Authorization', 'Basic YQ==', 'Authorization', 'Bearer a']],
    ['authorization_malformed', 'no token', ['Authorization', 'Bearer']],
    ['authorization_malformed', 'no token after a space', ['Authorization', 'Bearer ']],
    ['authorization_malformed', 'padding alone', ['Authorization', 'Bearer ==']],
    ['authorization_malformed', 'padding before the end', ['Authorization', 'Bearer a=b']],
    ['authorization_malformed', 'two words', ['Authorization', 'Bearer a b']],
    ['authorization_malformed', 'a comma', ['Authorization', 'Bearer a,b']],
    ['authorization_malformed', 'a tab', ['Authorization', 'Bearer \ta']],
    ['authorization_malformed', 'quotes', ['Authorization', 'Bearer "a"']],
  ])('refuses as %s: %s', (reason, _, headers) => {
    const read = (): unknown => bearerTokenFrom([...others, ...headers]);
    expect(read).toThrow(InvalidToken);
    expect(reasonOf(read)).toBe(reason);
  });
});

function reasonOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return (error as InvalidToken).reason;
  }
}
