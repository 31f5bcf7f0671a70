import { Public } from '@downscope/guards';
import { Controller, Get } from '@nestjs/common';
import type { JWK } from 'jose';
import { KeyRing } from '../keys/key-ring.ts';
import { OwnOrigin } from './own-origin.ts';
import { transmitterMetadata } from './transmitter-metadata.ts';

/** What a receiver has to know of the transmitter before it has a token. */
@Controller()
export class MetadataController {
  constructor(private readonly keyRing: KeyRing) {}

  @Get('.well-known/ssf-configuration')
  @Public()
  metadata(@OwnOrigin() origin: string): Readonly<Record<string, unknown>> {
    return transmitterMetadata(origin);
  }

  /** Those that access tokens are signed by, and those that sign nothing but events. */
  @Get('ssf/jwks')
  @Public()
  keys(): { keys: JWK[] } {
    const keys = [...this.keyRing.publishedKeys(), ...this.keyRing.eventKeys()];
    return { keys: keys.map(({ publicJwk }) => publicJwk) };
  }
}
