import { Injectable } from '@nestjs/common';
import type { Provider } from 'oidc-provider';
import { macKeysGrant } from '../clients/client-metadata.ts';
import { KeyRing } from '../keys/key-ring.ts';

/**
 * Tells the one client that introspects the keys of the MACs in opaque tokens, so that it refuses inventions by itself. It is a grant
 * because that is where oidc-provider authenticates a client, and knows which clients are registered, for what is not its own.
 */
@Injectable()
export class MacKeysGrant {
  constructor(private readonly keyRing: KeyRing) {}

  register(provider: Provider): void {
    provider.registerGrantType(macKeysGrant, (ctx) => {
      ctx.body = {
        keys: this.keyRing
          .secretKeys('mac')
          .map(({ kid, secret }) => ({ kty: 'oct', kid, alg: 'HS256', k: secret.toString('base64url') })),
      };
    });
  }
}
