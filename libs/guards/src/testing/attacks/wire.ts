import type { Attack, PlaceFamily } from './attack.ts';

/** What an HTTP parser refuses before any of this library is asked. */
export const wire: PlaceFamily = ({ token }) => {
  const sent = (status: 400 | 431, name: string, headers: Attack['request']['headers']): Attack => ({
    name,
    status,
    request: { headers },
  });
  const live = `Bearer ${token}`;
  return [
    sent(400, 'a NUL after the token', [['authorization', `${live}\u0000`]]),
    sent(400, 'a NUL in the name', [['author\u0000ization', live]]),
    sent(400, 'a space after the name', [['authorization ', live]]),
    sent(400, 'a control character before the token', [['authorization', `Bearer \u0001${token}`]]),
    sent(400, 'a lone carriage return in the token', [['authorization', `Bearer a\r${token}`]]),
    sent(400, 'two lengths of the body', [
      ['authorization', live],
      ['content-length', '0'],
      ['content-length', '1'],
    ]),
    sent(400, 'a length beside chunks', [
      ['authorization', live],
      ['content-length', '5'],
      ['transfer-encoding', 'chunked'],
    ]),
    sent(431, 'a token of 1 MB', [['authorization', `Bearer ${'A'.repeat(1024 * 1024)}`]]),
    sent(431, 'a live token among 20 KB of other headers', [
      ['x-filler', 'x'.repeat(20 * 1024)],
      ['authorization', live],
    ]),
  ];
};
