import { Global, Module } from '@nestjs/common';
import { EventKeys } from './event-keys.ts';
import { EventKeysController } from './event-keys.controller.ts';
import { EventSigner } from './event-signer.ts';

/** Signs the events of the service that imports it, and serves the keys to check them by at GET /event-keys. */
@Global()
@Module({
  controllers: [EventKeysController],
  providers: [
    EventKeys,
    { provide: EventSigner, inject: [EventKeys], useFactory: (keys: EventKeys) => new EventSigner(keys) },
  ],
  exports: [EventSigner],
})
export class EventSigningModule {}
