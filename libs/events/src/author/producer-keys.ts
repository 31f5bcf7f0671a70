import {
  createRemoteJWKSet,
  type CryptoKey,
  errors,
  type FlattenedJWSInput,
  type FlattenedVerifyGetKey,
  flattenedVerify,
  type JWSHeaderParameters,
} from 'jose';

const timeoutDuration = 3_000;
// A service that is out shall keep nobody from hearing what it said. No longer than a day: see EventKeys.
const cacheMaxAge = 24 * 60 * 60 * 1000;

/** What jose says when a signature is not good, rather than that it could not find out. */
const notGood = [
  errors.JWSSignatureVerificationFailed,
  errors.JWSInvalid,
  errors.JWKSNoMatchingKey,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
];

/** The keys of one producer's events. */
export class ProducerKeys {
  private readonly keys: (header?: JWSHeaderParameters, jws?: FlattenedJWSInput) => Promise<CryptoKey>;

  /** @param url of its JWK Set */
  constructor(url: string) {
    this.keys = createRemoteJWKSet(new URL(url), { timeoutDuration, cacheMaxAge, cooldownDuration: 0 });
  }

  /**
   * Whether the producer has signed this.
   *
   * @throws when its keys cannot be had at the moment
   */
  async haveSigned(jws: FlattenedJWSInput): Promise<boolean> {
    try {
      await flattenedVerify(jws, this.keyOf, { algorithms: ['ES256'] });
      return true;
    } catch (error) {
      if (notGood.some((kind) => error instanceof kind)) return false;
      throw error;
    }
  }

  /** An unknown key is asked for twice: who asks first may be given an answer that was under way before the key was published. */
  private readonly keyOf: FlattenedVerifyGetKey = async (header, jws) => {
    try {
      return await this.keys(header, jws);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return this.keys(header, jws);
    }
  };
}
