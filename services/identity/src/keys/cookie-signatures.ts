import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from './key-ring.ts';
import type { SecretKey } from './key.ts';

/**
 * Signs cookies as koa asks a Keygrip to, by the keys that the ring holds at that moment. A cookie signed by an older key is signed
 * anew by whoever reads it, as `index` tells.
 */
export class CookieSignatures {
  constructor(private readonly keyRing: KeyRing) {}

  sign(data: string): string {
    return signature(data, this.keyRing.secretKey('cookie'));
  }

  verify(data: string, signed: string): boolean {
    return this.index(data, signed) >= 0;
  }

  index(data: string, signed: string): number {
    return this.keyRing.secretKeys('cookie').findIndex((key) => isEqual(signature(data, key), signed));
  }
}

function signature(data: string, { secret }: SecretKey): string {
  return createHmac('sha256', secret).update(data).digest('base64url');
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
