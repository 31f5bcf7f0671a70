import { Public } from '@downscope/guards';
import { Controller, Get, Header } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import { EventKeys } from './event-keys.ts';

/** Where those who hear this service's events find by which keys to check them. It is no part of its API. */
@Controller('event-keys')
export class EventKeysController {
  constructor(private readonly keys: EventKeys) {}

  @Get()
  @Public()
  @Header('content-type', 'application/jwk-set+json')
  async published(): Promise<JSONWebKeySet> {
    return { keys: await this.keys.published() };
  }
}

// Where @nestjs/swagger looks, if the application has it, for what stands in no document.
Reflect.defineMetadata('swagger/apiExcludeController', [true], EventKeysController);
