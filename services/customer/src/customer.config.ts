import { guardsSettings } from '@downscope/guards';
import { postgresSettings } from '@downscope/postgres';
import type { RevocationsOptions } from '@downscope/revocations';
import { environment } from '@downscope/service';
import { clientFrom, clientSettings } from '@downscope/token-exchange';
import { z } from 'zod';

/** Every setting of this service. What is missing or malformed ends the start, named. */
export const config = environment({
  ...guardsSettings,
  ...clientSettings,
  ...postgresSettings,
  ENVIRONMENT: z.enum(['local', 'kind', 'production']),
  /** YAML file with customers to start with; not in production. */
  CUSTOMERS_FILE: z.string().optional(),
});

/** Where this service's own token comes from, and how it proves there who it is. */
const identity = clientFrom(config, 'customer');

/** What this service hears from identity of revoked tokens: in a stream of its own. No token lives longer than five minutes. */
export const heard: RevocationsOptions = {
  ...identity,
  audience: 'urn:downscope:identity',
  scopes: ['ssf.manage', 'ssf.read'],
  longestLifeSeconds: 300,
};
