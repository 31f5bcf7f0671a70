import { Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import { config } from '../identity.config.ts';
import { KeyRing } from '../keys/key-ring.ts';
import type { EventContent } from './event-content.ts';
import { SigningAlgorithms } from './signing-algorithms.ts';

/**
 * Signs security event tokens (RFC 8417). Nothing else may be done with one: its type is no access token's, its audience is a client and
 * no API, and it has neither `sub` nor `exp` (SSF 1.0 section 4.1).
 */
@Injectable()
export class EventTokens {
  constructor(
    private readonly keyRing: KeyRing,
    private readonly algorithms: SigningAlgorithms,
  ) {}

  /** @param clientId whose stream it is for: its audience */
  sign(content: EventContent, clientId: string): Promise<string> {
    const alg = this.algorithms.of(clientId);
    const { kid, privateKey } = alg === 'RS256' ? this.keyRing.eventKey() : this.keyRing.signingKey();
    return new SignJWT({ iss: config.ISSUER, aud: clientId, ...content })
      .setProtectedHeader({ alg, typ: 'secevent+jwt', kid })
      .sign(privateKey);
  }
}
