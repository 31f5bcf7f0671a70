import { environment } from '@downscope/service';
import { z } from 'zod';
import { mustBeSafe } from './identity.config.ts';

/** The settings of the public listener alone. */
export const publicConfig = environment({
  ACCOUNTS_FILE: z.string().optional(),
  CUSTOMER_URL: z.url({ protocol: /^https?$/ }),
  /** Of one network, at each process. */
  PUBLIC_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
});

mustBeSafe('CUSTOMER_URL', publicConfig.CUSTOMER_URL);
