import { environment } from '@downscope/service';
import { z } from 'zod';

/** Every setting of identity; PUBLIC_PORT and INTERNAL_PORT are read where the listeners are started. */
export const config = environment({
  ENVIRONMENT: z.enum(['local', 'kind', 'production']),
  ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).origin === url, 'must be an origin, as browsers write it'),
  DATABASE_URL: z.url(),
  PRIVILEGES_FILE: z.string(),
  CLIENTS_FILE: z.string(),
  CLIENT_KEYS_DIR: z.string(),
  ACCOUNTS_FILE: z.string().optional(),
  CUSTOMER_URL: z.url({ protocol: /^https?$/ }),
  ALLOW_INSECURE_HTTP: z.stringbool().default(false),
});

export type Environment = (typeof config)['ENVIRONMENT'];

for (const name of ['ISSUER', 'CUSTOMER_URL'] as const) {
  if (!config.ALLOW_INSECURE_HTTP && config[name].startsWith('http:')) {
    throw new Error(`${name} is plain http: set ALLOW_INSECURE_HTTP where nobody can listen in`);
  }
}
