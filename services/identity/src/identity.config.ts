import { postgresSettings } from '@downscope/postgres';
import { environment } from '@downscope/service';
import { z } from 'zod';

/** Every setting of identity but those of its keys (keys/keys.config.ts); PUBLIC_PORT and INTERNAL_PORT are read where the listeners are started. */
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
  /** `iss` of the cluster's ServiceAccount tokens. Needed, with the other KUBERNETES_ settings, where a client is bound by one. */
  KUBERNETES_ISSUER: z.string().optional(),
  ACCOUNTS_FILE: z.string().optional(),
  CUSTOMER_URL: z.url({ protocol: /^https?$/ }),
  /** Of one network, at each process. */
  PUBLIC_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  INTERNAL_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(60_000),
  ALLOW_INSECURE_HTTP: z.stringbool().default(false),
});

export type Environment = (typeof config)['ENVIRONMENT'];

/** The cluster that services run in, and how its API server tells the keys that it signs ServiceAccount tokens with. */
export const cluster =
  config.KUBERNETES_ISSUER === undefined
    ? undefined
    : environment({
        KUBERNETES_ISSUER: z.string(),
        KUBERNETES_JWKS_URL: z.url({ protocol: /^https$/ }),
        /** The authority behind the API server's certificate, PEM. */
        KUBERNETES_CA_FILE: z.string(),
        /** A ServiceAccount token of identity's own, for the API server. */
        KUBERNETES_TOKEN_FILE: z.string(),
      });

for (const name of ['ISSUER', 'CUSTOMER_URL'] as const) {
  if (!config.ALLOW_INSECURE_HTTP && config[name].startsWith('http:')) {
    throw new Error(`${name} is plain http: set ALLOW_INSECURE_HTTP where nobody can listen in`);
  }
}
