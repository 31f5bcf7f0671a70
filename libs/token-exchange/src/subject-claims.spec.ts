import { expect, it } from '@jest/globals';
import { subjectClaims } from './subject-claims.ts';

const part = (content: string): string => Buffer.from(content).toString('base64url');

it.each([
  ['a JWT', `${part('{}')}.${part('{"exp":1}')}.AA`, { exp: 1 }],
  ['an opaque token', 'opaque', {}],
  ['something with dots', 'a.b.c', {}],
  ['a text as payload', `${part('{}')}.${part('"text"')}.AA`, {}],
  ['nothing as payload', `${part('{}')}.${part('null')}.AA`, {}],
])('of %s', (_, token, claims) => {
  expect(subjectClaims(token)).toEqual(claims);
});
