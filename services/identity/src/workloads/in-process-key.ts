import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { nowSeconds } from '../tokens/token-signer.ts';

const kid = 'in-process';
const assertionSeconds = 60;
/** Half of its life, so that none expires under way. */
const reusedSeconds = 30;

interface Made {
  readonly assertion: Promise<string>;
  readonly atSeconds: number;
}

/**
 * Signs the assertion of a client that proved in another way who it is, so that for oidc-provider all clients are alike. Made at
 * start, the key is known to no other process.
 *
 * A signature costs as much as all else of a request's authentication many times over, and an assertion of a minute may come again: a
 * client has one for half a minute. Who it is was proved anew for each use.
 */
export class InProcessKey {
  private readonly made = new Map<string, Made>();

  private constructor(
    private readonly privateKey: CryptoKey,
    readonly publicJwk: JWK,
    private readonly audience: string,
  ) {}

  static async make(audience: string): Promise<InProcessKey> {
    const { privateKey, publicKey } = await generateKeyPair('PS256', { modulusLength: 2048 });
    return new InProcessKey(privateKey, { ...(await exportJWK(publicKey)), kid, alg: 'PS256', use: 'sig' }, audience);
  }

  assertionOf(clientId: string): Promise<string> {
    const known = this.made.get(clientId);
    const atSeconds = nowSeconds();
    if (known && atSeconds < known.atSeconds + reusedSeconds) return known.assertion;
    const assertion = this.sign(clientId, atSeconds);
    this.made.set(clientId, { assertion, atSeconds });
    return assertion;
  }

  /** RFC 7523 section 3. */
  private sign(clientId: string, atSeconds: number): Promise<string> {
    return new SignJWT()
      .setProtectedHeader({ alg: 'PS256', kid })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(this.audience)
      .setJti(randomUUID())
      .setIssuedAt(atSeconds)
      .setExpirationTime(atSeconds + assertionSeconds)
      .sign(this.privateKey);
  }
}
