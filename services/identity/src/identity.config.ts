import { postgresSettings } from '@downscope/postgres';
import { environment } from '@downscope/service';
import { z } from 'zod';

/** The settings of both listeners, but for those of the keys (keys/keys.config.ts) and of sessions (sessions/session.config.ts). */
export const config = environment({
  ENVIRONMENT: z.enum(['local', 'kind', 'production']),
  ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).origin === url, 'must be an origin, as browsers write it'),
  ...postgresSettings,
  PRIVILEGES_FILE: z.string(),
  CLIENTS_FILE: z.string(),
  /** Needed where a client is bound by `keys`. */
  CLIENT_KEYS_DIR: z.string().optional(),
  ALLOW_INSECURE_HTTP: z.stringbool().default(false),
});

export type Environment = (typeof config)['ENVIRONMENT'];

/** @throws Error for plain http that nothing allows */
export function mustBeSafe(name: string, url: string): void {
  if (!config.ALLOW_INSECURE_HTTP && url.startsWith('http:')) {
    throw new Error(`${name} is plain http: set ALLOW_INSECURE_HTTP where nobody can listen in`);
  }
}

mustBeSafe('ISSUER', config.ISSUER);
