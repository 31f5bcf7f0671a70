import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK, type JWTVerifyGetKey, SignJWT } from 'jose';

export const clusterIssuer = 'https://kubernetes.default.svc.cluster.local';

/** A key of a cluster, signing ServiceAccount tokens as its API server does. */
export class ClusterKey {
  private constructor(
    readonly publicJwk: JWK,
    private readonly privateKey: CryptoKey,
  ) {}

  static async make(kid: string): Promise<ClusterKey> {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    return new ClusterKey({ ...(await exportJWK(publicKey)), use: 'sig', kid, alg: 'RS256' }, privateKey);
  }

  /** A token of the ServiceAccount `order` in `apps`, but for what `claims` and `header` change. */
  async token(audience: string, claims: object = {}, header: object = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: clusterIssuer,
      sub: 'system:serviceaccount:apps:order',
      aud: [audience],
      iat: now,
      nbf: now,
      exp: now + 600,
      jti: '7e3b5f0c-0d7e-4a56-9a35-5f3b4f7d2c11',
      'kubernetes.io': {
        namespace: 'apps',
        node: { name: 'node-1', uid: '0b7a4c1e-6f0d-4c62-9f3c-1d6d2f7a9e55' },
        pod: { name: 'order-7c9d8b6f5-x2x9l', uid: '4d1f8a3b-2a64-4a0b-8b0b-0a4f6d9a7c10' },
        serviceaccount: { name: 'order', uid: 'd252bbd1-6a11-476f-99bb-b683dfcfead7' },
      },
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: String(this.publicJwk.kid), ...header })
      .sign(this.privateKey);
  }

  get published(): JWTVerifyGetKey {
    return createLocalJWKSet({ keys: [this.publicJwk] });
  }
}
