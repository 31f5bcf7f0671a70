import { Public } from '@downscope/guards';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { JSONWebKeySet } from 'jose';
import { EventKeys } from './event-keys.ts';

/** Where those who hear this service's events find by which keys to check them. It is no part of its API. */
@ApiExcludeController()
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
