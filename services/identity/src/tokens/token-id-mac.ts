import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../keys/key-ring.ts';
import type { SecretKey } from '../keys/key.ts';

/** What is handed out and comes back as a secret of its own. */
export const sealedModels = ['AccessToken', 'AuthorizationCode', 'RefreshToken'] as const;
export type SealedModel = (typeof sealedModels)[number];

const form = /^([\w-]{43})~([\w-]{8})~([\w-]{22})$/;
const macBytes = 16;

/**
 * The ids of opaque tokens and codes: 256 random bits, the id of a key, and a MAC of both by that key (HMAC-SHA-256, half of it).
 *
 * The random part is the secret. The MAC only tells an id that was made here from an invented one, without a look into the database;
 * whoever has its key can make ids that get that look, and none that is found.
 */
export class TokenIdMac {
  constructor(private readonly keyRing: KeyRing) {}

  seal(model: SealedModel, random: string): string {
    const key = this.keyRing.secretKey('mac');
    return `${random}~${key.kid}~${macOf(model, random, key).toString('base64url')}`;
  }

  isOurs(model: SealedModel, id: string): boolean {
    const [, random = '', kid, mac = ''] = form.exec(id) ?? [];
    const key = this.keyRing.secretKeys('mac').find((known) => known.kid === kid);
    return key !== undefined && timingSafeEqual(macOf(model, random, key), Buffer.from(mac, 'base64url'));
  }
}

function macOf(model: SealedModel, random: string, { kid, secret }: SecretKey): Buffer {
  return createHmac('sha256', secret).update(`${model}~${random}~${kid}`).digest().subarray(0, macBytes);
}
