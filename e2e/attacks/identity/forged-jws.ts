import { constants, createHmac, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Forgery } from './corpus-file.ts';

/** The keys that a forger can have: own ones, those of clients, and the public half of the server's. */
export type Keys = Readonly<Record<string, KeyObject>>;

export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';
  readonly code = 'unknown_key';
}

/** The JWS (RFC 7515), made anew: as it was but for what the forgery says. */
export function forgedJws(jws: string, { header, claims, key }: Forgery, keys: Keys): string {
  const [oldHeader = '', oldClaims = '', oldSignature = ''] = jws.split('.');
  const newHeader = merged(oldHeader, header, keys);
  const signed = `${encoded(newHeader)}.${encoded(merged(oldClaims, claims, keys))}`;
  if (key === 'kept') return `${signed}.${oldSignature}`;
  if (key === 'none') return `${signed}.`;
  return `${signed}.${signature(String(newHeader['alg']), signed, named(keys, key)).toString('base64url')}`;
}

function merged(part: string, changes: Forgery['claims'], keys: Keys): Record<string, unknown> {
  const known = JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const all = Object.entries({ ...known, ...changes }).filter(([, value]) => value !== null);
  return Object.fromEntries(all.map(([name, value]) => [name, filledIn(value, keys)]));
}

function filledIn(value: unknown, keys: Keys): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('in' in value) return Math.floor(Date.now() / 1000) + Number(value.in);
  if ('public_key_of' in value) return publicHalf(named(keys, String(value.public_key_of))).export({ format: 'jwk' });
  return value;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** RFC 7518 section 3.1. HS256 has the public key for its secret: the confusion that RFC 8725 section 2.1 tells of. */
function signature(alg: string, text: string, key: KeyObject): Buffer {
  if (alg.startsWith('HS')) {
    const secret = publicHalf(key).export({ format: 'pem', type: 'spki' });
    return createHmac(`sha${alg.slice(2)}`, secret)
      .update(text)
      .digest();
  }
  const padding = alg.startsWith('PS') ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  return sign(`sha${alg.slice(2)}`, Buffer.from(text), { key, padding, saltLength });
}

function publicHalf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}

function named(keys: Keys, name: string): KeyObject {
  const key = keys[name];
  if (!key) throw new UnknownKeyError(`The corpus signs with a key ${name}, which the server under test does not name`);
  return key;
}
