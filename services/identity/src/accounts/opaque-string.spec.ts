import { describe, expect, it } from '@jest/globals';
import { opaqueString, PasswordRefused } from './opaque-string.ts';

describe('a password', () => {
  // The examples of RFC 8265 section 4.3, and how two systems write one letter.
  it.each([
    ['correct horse battery staple', 'correct horse battery staple'],
    ['Correct Horse Battery Staple', 'Correct Horse Battery Staple'],
    ['\u03c0\u00df\u00e5', '\u03c0\u00df\u00e5'],
    ['Jack of \u2666s', 'Jack of \u2666s'],
    ['foo\u1680bar', 'foo bar'],
    ['fu\u0308r', 'f\u00fcr'],
    ['\uff21', '\uff21'],
  ])('%j is %j', (password, prepared) => {
    expect(opaqueString(password)).toBe(prepared);
  });

  it.each([
    ['nothing', ''],
    ['a tab', 'my cat is a \u0009by'],
    ['U+0000', 'x\0'],
    ['half a surrogate pair', 'x\ud800'],
    ['no character', 'x\u0378'],
  ])('is not %s', (_, password) => {
    expect(() => opaqueString(password)).toThrow(PasswordRefused);
  });
});
