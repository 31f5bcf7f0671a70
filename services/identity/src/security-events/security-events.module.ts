import { GuardsModule } from '@downscope/guards';
import { Module } from '@nestjs/common';
import { readClientBindings } from '../clients/client-bindings.ts';
import { config } from '../identity.config.ts';
import { ownKeysUri } from '../internal.config.ts';
import { Privileges } from '../privileges/privileges.ts';
import { EventArrivals } from './event-arrivals.ts';
import { EventTokens } from './event-tokens.ts';
import { MetadataController } from './metadata.controller.ts';
import { PendingEvents } from './pending-events.ts';
import { PollController } from './poll.controller.ts';
import { PollStream } from './poll-stream.ts';
import { SigningAlgorithms } from './signing-algorithms.ts';
import { PushDelivery } from './push-delivery.ts';
import { StreamStateController } from './stream-state.controller.ts';
import { StreamsController } from './streams.controller.ts';
import { Streams } from './streams.ts';

/** Tells services what was ended: a transmitter of OpenID Shared Signals, to whoever holds a token for it, as at any other API. */
@Module({
  imports: [GuardsModule.forRoot({ issuer: config.ISSUER, audience: 'urn:downscope:identity', jwksUri: ownKeysUri })],
  controllers: [MetadataController, StreamsController, StreamStateController, PollController],
  providers: [
    Streams,
    PendingEvents,
    EventArrivals,
    EventTokens,
    PollStream,
    PushDelivery,
    {
      provide: SigningAlgorithms,
      inject: [Privileges],
      useFactory: (privileges: Privileges) =>
        new SigningAlgorithms(readClientBindings(config.CLIENTS_FILE, privileges, config.ENVIRONMENT, config.ISSUER)),
    },
  ],
})
export class SecurityEventsModule {}
