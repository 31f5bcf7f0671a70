import { type EventsOptions, kafkaFrom, kafkaSettings } from '@downscope/events';
import { guardsSettings } from '@downscope/guards';
import { postgresSettings } from '@downscope/postgres';
import type { RevocationsOptions } from '@downscope/revocations';
import { environment } from '@downscope/service';
import { clientFrom, clientSettings, StandingToken } from '@downscope/token-exchange';
import { z } from 'zod';

/** Every setting of this service. What is missing or malformed ends the start, named. */
export const config = environment({
  ...guardsSettings,
  ...clientSettings,
  CUSTOMER_URL: z.url(),
  BILLING_URL: z.url(),
  ...postgresSettings,
  ...kafkaSettings,
  /** How long an order may go without an invoice before it is announced again. */
  ANNOUNCE_AGAIN_AFTER_SECONDS: z.coerce.number().positive().default(120),
});

/** Where this service's tokens come from, and how it proves there who it is. */
export const identity = clientFrom(config, 'order');

/** What this service hears from identity of revoked tokens: in a stream of its own. No token lives longer than five minutes. */
export const heard: RevocationsOptions = {
  ...identity,
  audience: 'urn:downscope:identity',
  scopes: ['ssf.manage', 'ssf.read'],
  longestLifeSeconds: 300,
};

/** The broker asks who one is: this service, by a token for the broker alone. */
const brokerToken = new StandingToken(identity, { audience: 'urn:downscope:kafka', scopes: ['topics_use_any'] });

export const events: EventsOptions = {
  service: 'order',
  ...kafkaFrom(config, brokerToken),
  announceAgainAfterSeconds: config.ANNOUNCE_AGAIN_AFTER_SECONDS,
};

/** Where the keys are that the events of others are checked by. */
export const eventKeys = { billing: `${config.BILLING_URL}/event-keys` };
