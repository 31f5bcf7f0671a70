import { Injectable } from '@nestjs/common';
import {
  createLocalJWKSet,
  importJWK,
  type JWK,
  type JWSHeaderParameters,
  jwtVerify,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';
import { randomUUID } from 'node:crypto';
import { config } from '../identity.config.ts';
import { Keys } from '../keys/keys.ts';
import type { Claims } from '../privileges/decision.ts';
import { type AccessTokenContent, actClaim, contentOf, type Login, type ProtocolClaims } from './access-token.ts';

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
  /** Of the person, where there is one. */
  readonly login?: Login;
}

export interface Minted extends AccessTokenContent {
  readonly token: string;
}

/** Signs the access tokens that services see (RFC 9068), and recognizes them again. */
@Injectable()
export class TokenSigner {
  private readonly header: JWSHeaderParameters & { alg: string };
  private readonly signingKey: ReturnType<typeof importJWK>;
  private readonly published: JWTVerifyGetKey;

  constructor(keys: Keys) {
    const [newest] = keys.signing;
    this.header = { alg: 'PS256', typ: 'at+jwt', kid: String(newest.kid) };
    this.signingKey = importJWK(newest);
    this.published = createLocalJWKSet({ keys: keys.signing.map(publicPart) });
  }

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
      ...minting.login,
      ...(minting.originJti !== undefined && { origin_jti: minting.originJti }),
      ...(act && { act }),
    };
    const { claims } = minting;
    const token = await new SignJWT({ ...claims, ...protocol })
      .setProtectedHeader(this.header)
      .sign(await this.signingKey);
    return { token, protocol, claims };
  }

  /** Throws when the token is not one of ours, or expired. Whether it may still be used is not for its signature to say. */
  async verify(token: string): Promise<AccessTokenContent> {
    const { payload } = await jwtVerify(token, this.published, {
      issuer: config.ISSUER,
      algorithms: ['PS256'],
      typ: 'at+jwt',
      requiredClaims: ['exp', 'iat'],
    });
    return contentOf(payload);
  }
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function publicPart({ kty, n, e, kid, alg, use }: JWK): JWK {
  return { kty, n, e, kid, alg, use } as JWK;
}
