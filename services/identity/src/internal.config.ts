import { environment } from '@downscope/service';
import { z } from 'zod';

/** The settings of the internal listener alone. */
export const internalConfig = environment({
  /** `iss` of the cluster's ServiceAccount tokens. Needed, with the other KUBERNETES_ settings, where a client is bound by one. */
  KUBERNETES_ISSUER: z.string().optional(),
  PORT: z.coerce.number().int().min(1).max(65_535),
  /** Of one network, at each process. */
  INTERNAL_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(60_000),
});

/** Where this listener publishes its keys, as it reaches itself: it is an API too, and verifies tokens as any other does. */
export const ownKeysUri = `http://127.0.0.1:${internalConfig.PORT}/jwks`;

/** The cluster that services run in, and how its API server tells the keys that it signs ServiceAccount tokens with. */
export const cluster =
  internalConfig.KUBERNETES_ISSUER === undefined
    ? undefined
    : environment({
        KUBERNETES_ISSUER: z.string(),
        KUBERNETES_JWKS_URL: z.url({ protocol: /^https$/ }),
        /** The authority behind the API server's certificate, PEM. */
        KUBERNETES_CA_FILE: z.string(),
        /** A ServiceAccount token of identity's own, for the API server. */
        KUBERNETES_TOKEN_FILE: z.string(),
      });
