import { createHmac, randomBytes } from 'node:crypto';

const kid = 'mac-key1';
const key = randomBytes(32);

export const macKeys: ReadonlyMap<string, Uint8Array> = new Map([[kid, key]]);

/** A token, or code, as identity makes it. */
export function madeToken(model = 'AccessToken'): string {
  const random = randomBytes(32).toString('base64url');
  const mac = createHmac('sha256', key).update(`${model}~${random}~${kid}`).digest().subarray(0, 16);
  return `${random}~${kid}~${mac.toString('base64url')}`;
}
