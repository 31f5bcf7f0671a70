import { environment } from '@downscope/service';
import { z } from 'zod';

/** Every setting of identity; PUBLIC_PORT and INTERNAL_PORT are read where the listeners are started. */
export const config = environment({
  ENVIRONMENT: z.enum(['local', 'kind', 'production']),
  ISSUER: z.url({ protocol: /^https?$/ }).refine((url) => !url.endsWith('/'), 'must not end with a slash'),
  DATABASE_URL: z.url(),
  PRIVILEGES_FILE: z.string(),
  CLIENTS_FILE: z.string(),
  CLIENT_KEYS_DIR: z.string(),
  ACCOUNTS_FILE: z.string().optional(),
  CUSTOMER_URL: z.url({ protocol: /^https?$/ }),
  ALLOW_INSECURE_HTTP: z.stringbool().default(false),
});

export type Environment = (typeof config)['ENVIRONMENT'];
