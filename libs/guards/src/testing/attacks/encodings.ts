import { type Attack, type AttackFamily, forged } from './attack.ts';
import type { Baseline } from './baseline.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same bytes written differently, in another number of parts, or at another length. */
export const encodings: AttackFamily = (baseline) => {
  const { token, header, claims } = baseline;
  const parts = (change: Parameters<Baseline['withParts']>[0]) => baseline.withParts(change);
  const serialized = JSON.stringify(parts((t) => [JSON.stringify(t)]));

  return [
    ...(['header', 'payload', 'signature'] as const).flatMap((part) => rewritten(baseline, part)),
    forged(
      'authorization_malformed',
      'the header not encoded',
      parts((t) => [JSON.stringify(header), t.payload, t.signature]),
    ),
    forged(
      'authorization_malformed',
      'the payload not encoded',
      parts((t) => [t.header, JSON.stringify(claims), t.signature]),
    ),
    forged('authorization_malformed', 'JSON serialization', serialized),
    forged('not_three_parts', 'JSON serialization, encoded', Buffer.from(serialized).toString('base64url')),
    forged('not_three_parts', 'a JWE of five parts', `${token}.AAAA.AAAA`),
    forged(
      'not_three_parts',
      'a JWE of five parts, two of them empty',
      parts((t) => [t.header, '', t.payload, t.signature, '']),
    ),
    forged('not_three_parts', 'four parts', `${token}.AAAA`),
    forged('not_three_parts', 'a dot at the end', `${token}.`),
    forged('not_three_parts', 'a dot at the start', `.${token}`),
    forged('not_three_parts', 'two dots between', token.replace('.', '..')),
    forged(
      'not_three_parts',
      'the header alone',
      parts((t) => [t.header]),
    ),
    forged(
      'not_three_parts',
      'no header',
      parts((t) => ['', t.payload, t.signature]),
    ),
    forged(
      'not_three_parts',
      'no payload',
      parts((t) => [t.header, '', t.signature]),
    ),
    forged('not_three_parts', 'dots alone', '..'),
    forged('not_three_parts', 'the token, encoded once more', Buffer.from(token).toString('base64url')),
    forged('not_three_parts', 'the token twice', `${token}${token}`),
    forged(
      'not_a_json_object',
      'the header encoded twice',
      parts((t) => [twice(t.header), t.payload, t.signature]),
    ),
    forged(
      'not_a_json_object',
      'the payload encoded twice, and signed',
      baseline.withPayload(token.split('.')[1] ?? ''),
    ),
    forged('too_long', 'a payload of 9 KiB', baseline.withClaims({ filler: 'x'.repeat(9 * 1024) })),
    forged(
      'too_long',
      'a signature of 13 KiB',
      parts((t) => [t.header, t.payload, 'A'.repeat(13 * 1024)]),
    ),
  ];
};

/** One part with the same meaning to a lenient decoder, under a good signature. */
function rewritten(baseline: Baseline, part: 'header' | 'payload' | 'signature'): Attack[] {
  const token = (change: (text: string) => string): string =>
    baseline.withParts((t) => {
      const written = { ...t, [part]: change(t[part]) };
      if (part === 'signature') return Object.values(written);
      return [baseline.key.signEncoded(`${written.header}.${written.payload}`)];
    });
  return [
    forged(
      part === 'signature' ? 'not_canonical_base64url' : 'authorization_malformed',
      `the ${part} with padding`,
      token((text) => `${text}=`),
    ),
    forged(
      'authorization_malformed',
      `the ${part} with a space`,
      token((text) => `${text.slice(0, 4)} ${text.slice(4)}`),
    ),
    forged(
      'authorization_malformed',
      `the ${part} with a letter encoded for URLs`,
      token((text) => text.replace(/^./, percent)),
    ),
    forged(
      'not_canonical_base64url',
      `the ${part} with base64's +`,
      token((text) => `${text}+`),
    ),
    forged(
      'not_canonical_base64url',
      `the ${part} with base64's /`,
      token((text) => `/${text}`),
    ),
    forged(
      'not_canonical_base64url',
      `the ${part} with a tilde in it`,
      token((text) => `${text.slice(0, 4)}~${text.slice(4)}`),
    ),
    forged('not_canonical_base64url', `the ${part} with a letter too many`, token(lengthened)),
    ...unusedBits(baseline, part).map((text) =>
      forged(
        'not_canonical_base64url',
        `the ${part} with other unused bits`,
        token(() => text),
      ),
    ),
  ];
}

function twice(part: string): string {
  return Buffer.from(part).toString('base64url');
}

function percent(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`;
}

/** To a length that no encoding has: one more than a multiple of four. */
function lengthened(text: string): string {
  return text.padEnd(text.length + ((5 - (text.length % 4)) % 4 || 4), 'A');
}

/** The last letter of a part holds bits that mean nothing, unless its bytes are a multiple of three. */
function unusedBits(baseline: Baseline, part: 'header' | 'payload' | 'signature'): string[] {
  const text = baseline.withParts((t) => [t[part]]);
  if (text.length % 4 === 0) return [];
  return [text.slice(0, -1) + (alphabet[alphabet.indexOf(text.slice(-1)) + 1] ?? '')];
}
