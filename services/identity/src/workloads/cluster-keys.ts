import { createRemoteJWKSet, customFetch, errors, type FetchImplementation, type JWTVerifyGetKey } from 'jose';

/** The API server does not tell its keys, so nobody can say whether a token is good: an outage, not the client's fault. */
export class ClusterKeysUnavailable extends Error {
  override readonly name = 'ClusterKeysUnavailable';
  readonly code = 'cluster_keys_unavailable';
}

/** As long as the API server says that they may be kept (Cache-Control). */
const keptForMs = 3_600_000;
/** A token of a key that is not known asks for the keys anew, but no more often than this. */
const coolDownMs = 10_000;
const timeoutMs = 3_000;

/** The keys that a cluster signs ServiceAccount tokens with. Who needs them while they are being fetched waits for the same answer. */
export function clusterKeys(url: URL, fetch: FetchImplementation): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, {
    cacheMaxAge: keptForMs,
    cooldownDuration: coolDownMs,
    timeoutDuration: timeoutMs,
    [customFetch]: fetch,
  });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (cause) {
      if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) throw cause;
      throw new ClusterKeysUnavailable('The API server does not tell its keys', { cause });
    }
  };
}
