/** An issuer's keys would come over plain http, where anybody between could put their own among them. */
export class InsecureJwksUri extends Error {
  override readonly name = 'InsecureJwksUri';
  readonly code = 'insecure_jwks_uri';

  constructor(jwksUri: string) {
    super(`jwksUri ${jwksUri} is not https: set allowInsecureHttp where something else protects the way`);
  }
}

/** On the loopback interface there is nobody between. */
export const isSafelyFetched = (address: string): boolean =>
  /^(https:|http:\/\/(127\.0\.0\.1|\[::1\])[:/])/.test(address);
