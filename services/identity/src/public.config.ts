import { environment } from '@downscope/service';
import { z } from 'zod';
import { mustBeSafe } from './identity.config.ts';

/** The settings of the public listener alone. */
export const publicConfig = environment({
  ACCOUNTS_FILE: z.string().optional(),
  /** The API's origin on the internet: a name of what opaque tokens are for (RFC 9728 section 2, `resource`). */
  API_ORIGIN: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).origin === url, 'must be an origin, as browsers write it'),
  CUSTOMER_URL: z.url({ protocol: /^https?$/ }),
  /** Of one network, at each process. */
  PUBLIC_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
});

mustBeSafe('CUSTOMER_URL', publicConfig.CUSTOMER_URL);
