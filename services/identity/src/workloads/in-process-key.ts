import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { nowSeconds } from '../tokens/token-signer.ts';

const kid = 'in-process';
const assertionSeconds = 60;

/**
 * Signs the assertion of a client that proved in another way who it is, so that for oidc-provider all clients are alike. Made at
 * start, the key is known to no other process.
 */
export class InProcessKey {
  private constructor(
    private readonly privateKey: CryptoKey,
    readonly publicJwk: JWK,
    private readonly audience: string,
  ) {}

  static async make(audience: string): Promise<InProcessKey> {
    const { privateKey, publicKey } = await generateKeyPair('PS256', { modulusLength: 2048 });
    return new InProcessKey(privateKey, { ...(await exportJWK(publicKey)), kid, alg: 'PS256', use: 'sig' }, audience);
  }

  /** RFC 7523 section 3. */
  assertionOf(clientId: string): Promise<string> {
    return new SignJWT()
      .setProtectedHeader({ alg: 'PS256', kid })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(this.audience)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(nowSeconds() + assertionSeconds)
      .sign(this.privateKey);
  }
}
