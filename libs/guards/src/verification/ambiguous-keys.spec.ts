import { describe, expect, it } from '@jest/globals';
import { hasAmbiguousKeys } from './ambiguous-keys.ts';

describe('hasAmbiguousKeys', () => {
  it.each([
    ['no keys', '{}'],
    ['different keys', '{"a":1,"b":2}'],
    ['the same key in two objects', '{"a":{"x":1},"b":{"x":2}}'],
    ['the same key inside and outside', '{"a":{"a":{"a":1}}}'],
    ['a key again as a value', '{"a":"a","b":["a","a"]}'],
    ['structure inside a text', String.raw`{"a":"{\"b\":1,\"b\":2}","b":"],"}`],
    ['a quote after an escaped backslash in a text', String.raw`{"a":"\\\",\"b\":1","b":2}`],
    ['a text that ends in a backslash', String.raw`{"a":"\\","b":"\\\\"}`],
    ['objects in a list', '[{"a":1},{"a":2},[{"a":3}]]'],
    ['a key after a list', '{"a":["x",{"b":1}],"b":{"a":[]}}'],
    ['keys in other case', '{"a":1,"A":2}'],
  ])('lets pass %s', (_, json) => {
    JSON.parse(json);
    expect(hasAmbiguousKeys(json)).toBe(false);
  });

  it.each([
    ['a key twice', '{"a":1,"a":1}'],
    ['a key twice with others between', '{"a":1,"b":{"c":[1,{"d":2}]},"a":1}'],
    ['a key twice with spaces', '{ "a" : 1 , "a" : 2 }'],
    ['a key twice inside', '{"a":{"b":1,"b":2}}'],
    ['a key twice in a list', '[1,[{"a":1,"a":2}]]'],
    ['a key twice after an inner object', '{"a":{"a":1},"b":1,"b":2}'],
    ['a key twice after an empty object', '{"b":{},"b":1}'],
    ['__proto__ twice', '{"__proto__":1,"__proto__":2}'],
    ['the empty key twice', '{"":1,"":2}'],
    ['an escape in a key', String.raw`{"\u0061":1}`],
    ['an escaped quote in a key', String.raw`{"a\"b":1}`],
    ['a backslash in a key', String.raw`{"\\":1}`],
  ])('finds %s', (_, json) => {
    JSON.parse(json);
    expect(hasAmbiguousKeys(json)).toBe(true);
  });
});
