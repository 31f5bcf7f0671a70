import { Injectable } from '@nestjs/common';
import { errors, type FlattenedJWSInput, type JWTHeaderParameters, jwtVerify, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { config } from '../identity.config.ts';
import { KeyRing } from '../keys/key-ring.ts';
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
      ...minting.login,
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
    const { payload } = await jwtVerify(token, (header, jws) => this.publicKey(header, jws), {
      issuer: config.ISSUER,
      algorithms: ['PS256'],
      typ: 'at+jwt',
      requiredClaims: ['exp', 'iat'],
    });
    return contentOf(payload);
  }

  private publicKey({ kid }: JWTHeaderParameters, { signature }: FlattenedJWSInput): CryptoKey {
    const key = this.keyRing.publishedKeys().find((published) => published.kid === kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    if (!isAsWritten(signature, key.publicKey)) throw new errors.JWSSignatureVerificationFailed();
    return key.publicKey;
  }
}

/**
 * A token has one spelling. Header and payload are signed as they are spelt; the signature is none but as an encoder writes it (RFC 4648
 * section 3.5), and as long as its key (RFC 8017 section 8.1.2, step 1): OpenSSL compares numbers, so one that begins with a zero would be
 * good without it too.
 */
function isAsWritten(signature: string, { algorithm }: CryptoKey): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  const { modulusLength } = algorithm as RsaHashedKeyAlgorithm;
  return bytes.toString('base64url') === signature && bytes.length * 8 === modulusLength;
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
