import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWKS } from 'oidc-provider';
import { z } from 'zod';
import { config } from '../identity.config.ts';
import { ClientBindingsInvalid } from './client-bindings.ts';

// Strict, so that a private key put there by mistake is refused and not only ignored.
const publicKeys = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        kty: z.literal('RSA'),
        n: z.string(),
        e: z.string(),
        kid: z.string(),
        alg: z.literal('PS256').optional(),
        use: z.literal('sig').optional(),
      }),
    )
    .min(1),
});

/** The public keys of a client that has keys of its own. */
export function readClientKeys(file: string): JWKS {
  if (config.CLIENT_KEYS_DIR === undefined) {
    throw new ClientBindingsInvalid(`${file} is looked for in CLIENT_KEYS_DIR, which is not set`);
  }
  return publicKeys.parse(JSON.parse(readFileSync(join(config.CLIENT_KEYS_DIR, file), 'utf8')));
}
