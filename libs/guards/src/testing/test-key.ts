import { constants, generateKeyPairSync, type JsonWebKey, type KeyObject, randomUUID, sign } from 'node:crypto';

export type TestAlgorithm = 'PS256' | 'RS256' | 'ES256';

/** A signing key of a test's own issuer. It signs whatever text it is given, so that a token can be wrong in one way only. */
export class TestKey {
  readonly kid = randomUUID();
  readonly algorithm: TestAlgorithm;
  readonly publicKey: KeyObject;
  readonly #privateKey: KeyObject;

  constructor(algorithm: TestAlgorithm = 'PS256', rsaBits = 2048) {
    const pair =
      algorithm === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('rsa', { modulusLength: rsaBits });
    this.algorithm = algorithm;
    this.publicKey = pair.publicKey;
    this.#privateKey = pair.privateKey;
  }

  /** As it stands in a JWKS. */
  get jwk(): JsonWebKey {
    return { ...this.publicKey.export({ format: 'jwk' }), kid: this.kid, use: 'sig', alg: this.algorithm };
  }

  /** A compact JWS over any header and payload; an object is written as JSON. The method is the key's own unless a test says otherwise. */
  sign(header: object | string | Buffer, payload: object | string | Buffer, method = this.algorithm): string {
    return this.signEncoded(`${encoded(header)}.${encoded(payload)}`, method);
  }

  /** The same over two parts as they stand, which may be encoded in a way that no encoder has. */
  signEncoded(input: string, method = this.algorithm): string {
    return `${input}.${sign('sha256', Buffer.from(input), this.#signing(method)).toString('base64url')}`;
  }

  #signing(method: TestAlgorithm): Parameters<typeof sign>[2] {
    switch (method) {
      case 'ES256':
        return { key: this.#privateKey, dsaEncoding: 'ieee-p1363' };
      case 'PS256':
        return { key: this.#privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
      case 'RS256':
        return this.#privateKey;
    }
  }
}

function encoded(part: object | string | Buffer): string {
  const bytes = typeof part === 'string' || Buffer.isBuffer(part) ? part : JSON.stringify(part);
  return Buffer.from(bytes as string).toString('base64url');
}
