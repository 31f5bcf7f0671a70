import { TestKey } from '../test-key.ts';
import { type Attack, type AttackFamily, forged } from './attack.ts';
import type { Baseline } from './baseline.ts';

/** A good header and good claims over a signature that is not theirs. */
export const signatures: AttackFamily = (baseline) => {
  const { key, header, claims } = baseline;
  const signature = Buffer.from(baseline.token.split('.')[2] ?? '', 'base64url');
  const last = signature.length - 1;
  const stranger = new TestKey(key.algorithm);
  const other = key.sign(header, { ...claims, jti: 'another' }).split('.');

  return [
    forged(
      'not_three_parts',
      'a blank signature',
      baseline.withParts((t) => [t.header, t.payload, '']),
    ),
    forged(
      'not_three_parts',
      'no signature',
      baseline.withParts((t) => [t.header, t.payload]),
    ),
    ...Object.entries({
      'the first byte': signature.subarray(0, 1),
      'half of it': signature.subarray(0, signature.length / 2),
      'all but the last byte': signature.subarray(0, last),
      'all but the first byte': signature.subarray(1),
      'a byte more': Buffer.concat([signature, Buffer.alloc(1)]),
      'a zero before': Buffer.concat([Buffer.alloc(1), signature]),
      'the signature twice': Buffer.concat([signature, signature]),
      'its first bit flipped': flipped(signature, 0, 0x80),
      'its last bit flipped': flipped(signature, last, 0x01),
      'a bit in the middle flipped': flipped(signature, last >> 1, 0x10),
      'its bytes reversed': Buffer.from(signature).reverse(),
      'zeros of its length': Buffer.alloc(signature.length),
      'ones of its length': Buffer.alloc(signature.length, 0xff),
      'a number one of its length': flipped(Buffer.alloc(signature.length), last, 0x01),
    }).map(([name, bytes]) => withSignature(baseline, `signature: ${name}`, bytes.toString('base64url'))),
    ...['null', 'true', 'AAAA', 'undefined_00'].map((text) => withSignature(baseline, `signature: ${text}`, text)),
    withSignature(baseline, 'the signature of another token', other[2] ?? ''),
    forged(
      'signature_wrong',
      'the payload of another token',
      baseline.withParts((t) => [t.header, other[1] ?? '', t.signature]),
    ),
    forged('signature_wrong', 'more scope, not signed again', exchanged(baseline, { scope: 'admin' })),
    forged(
      'signature_wrong',
      'a longer life, not signed again',
      exchanged(baseline, { exp: Number(claims['exp']) + 1 }),
    ),
    forged(
      'signature_wrong',
      'the same header in another spelling',
      baseline.withParts((t) => [spaced(header), t.payload, t.signature]),
    ),
    forged('signature_wrong', 'a stranger under the trusted key id', stranger.sign(header, claims)),
    forged('key_unknown', 'a stranger under an id of its own', stranger.sign({ ...header, kid: stranger.kid }, claims)),
  ];
};

function withSignature(baseline: Baseline, name: string, signature: string): Attack {
  return forged(
    'signature_wrong',
    name,
    baseline.withParts((t) => [t.header, t.payload, signature]),
  );
}

function exchanged(baseline: Baseline, change: object): string {
  const payload = Buffer.from(JSON.stringify({ ...baseline.claims, ...change })).toString('base64url');
  return baseline.withParts((t) => [t.header, payload, t.signature]);
}

function spaced(header: object): string {
  return Buffer.from(JSON.stringify(header, null, 1)).toString('base64url');
}

function flipped(bytes: Buffer, at: number, mask: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}
