import { describe, expect, it } from '@jest/globals';
import { idempotencyKeyFrom } from './idempotency-key.ts';
import { IdempotencyKeyMalformed } from './idempotency.errors.ts';

const uuid = '8e03978e-40d5-43e8-bc93-6894a57f9324';

describe('idempotencyKeyFrom', () => {
  it.each([
    ['a String', `"${uuid}"`, uuid],
    ['a token', uuid, uuid],
    ['a String of any visible characters', '"{a};b=1,(c)"', '{a};b=1,(c)'],
    ['a String with escapes', String.raw`"a\"b\\c"`, String.raw`a"b\c`],
    ['one character', 'a', 'a'],
    ['the longest String', `"${'a'.repeat(255)}"`, 'a'.repeat(255)],
    ['the longest String, escaped', `"${String.raw`\"`.repeat(255)}"`, '"'.repeat(255)],
    ['the longest token', 'a'.repeat(255), 'a'.repeat(255)],
  ])('is %s', (_, header, key) => {
    expect(idempotencyKeyFrom([header])).toBe(key);
  });

  it('is nothing without a header', () => {
    expect(idempotencyKeyFrom([])).toBeUndefined();
  });

  it.each([
    ['an empty header', ['']],
    ['an empty String', ['""']],
    ['a String that is too long', [`"${'a'.repeat(256)}"`]],
    ['a token that is too long', ['a'.repeat(256)]],
    ['a String that does not end', ['"a']],
    ['a String that does not begin', ['a"']],
    ['a String with a quote in it', ['"a"b"']],
    ['an escape of something else', [String.raw`"a\b"`]],
    ['a String that ends in an escape', [String.raw`"a\"`]],
    ['a String with a parameter', ['"a";b=1']],
    ['a space', ['"a b"']],
    ['a token with a space', ['a b']],
    ['a tab', ['"a\tb"']],
    ['a character that is not ASCII', ['"ä"']],
    ['a token that is none', ['a=b']],
    ['another kind of value', [':YQ==:']],
    ['two headers', ['a', 'b']],
    ['the same header twice', ['a', 'a']],
    ['two tokens in one', ['a, b']],
    ['two Strings in one', ['"a", "b"']],
    ['two halves of a String in one', ['"a, b"']],
    ['two tokens without a space between', ['a,b']],
  ])('is not %s', (_, headers) => {
    expect(() => idempotencyKeyFrom(headers)).toThrow(IdempotencyKeyMalformed);
  });

  it('names the header where it refuses', () => {
    expect(() => idempotencyKeyFrom([''])).toThrow('Idempotency-Key:');
  });
});
