import { createHash } from 'node:crypto';

/** SHA-256, base64url: what a secret id is stored and found by. */
export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
