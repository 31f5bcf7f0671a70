import { Injectable } from '@nestjs/common';
import { errors, type JWTHeaderParameters, jwtVerify, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { config } from '../identity.config.ts';
import { KeyRing } from '../keys/key-ring.ts';
import type { Claims } from '../privileges/decision.ts';
import { type AccessTokenContent, actClaim, contentOf, type ProtocolClaims } from './access-token.ts';

/** What a token for use inside is to say. */
export interface Minting {
  readonly subject: string;
  readonly clientId: string;
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly claims: Claims;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  readonly actors?: readonly string[];
  readonly originJti?: string;
  readonly authTime?: number | undefined;
}

export interface Minted extends AccessTokenContent {
  readonly token: string;
}

/** Signs the access tokens that services see (RFC 9068), and recognizes them again. */
@Injectable()
export class TokenSigner {
  constructor(private readonly keyRing: KeyRing) {}

  async mint(minting: Minting): Promise<Minted> {
    const act = actClaim(minting.actors ?? []);
    const protocol: ProtocolClaims = {
      iss: config.ISSUER,
      sub: minting.subject,
      aud: minting.audience,
      exp: minting.expiresAt,
      iat: nowSeconds(),
      jti: randomUUID(),
      client_id: minting.clientId,
      scope: minting.scopes.join(' '),
      ...(minting.authTime !== undefined && { auth_time: minting.authTime }),
      ...(minting.originJti !== undefined && { origin_jti: minting.originJti }),
      ...(act && { act }),
    };
    const { claims } = minting;
    const { kid, privateKey } = this.keyRing.signingKey();
    const token = await new SignJWT({ ...claims, ...protocol })
      .setProtectedHeader({ alg: 'PS256', typ: 'at+jwt', kid })
      .sign(privateKey);
    return { token, protocol, claims };
  }

  /** Throws when the token is not one of ours, or expired. Whether it may still be used is not for its signature to say. */
  async verify(token: string): Promise<AccessTokenContent> {
    const { payload } = await jwtVerify(token, (header) => this.publicKey(header), {
      issuer: config.ISSUER,
      algorithms: ['PS256'],
      typ: 'at+jwt',
      requiredClaims: ['exp', 'iat'],
    });
    return contentOf(payload);
  }

  private publicKey({ kid }: JWTHeaderParameters): CryptoKey {
    const key = this.keyRing.publishedKeys().find((published) => published.kid === kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key.publicKey;
  }
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
