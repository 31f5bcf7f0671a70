import { importJWK } from 'jose';
import { readFile } from 'node:fs/promises';
import { type ClientAuth, PrivateKeyJwt } from 'openid-client';
import { z } from 'zod';

const privateJwk = z.looseObject({ kty: z.literal('RSA'), kid: z.string().min(1), d: z.string().min(1) });

/**
 * Client authentication by a key of the client's own (RFC 7523 section 2.2): PS256, audience exactly the issuer.
 *
 * @param keyFile a private JWK in a JSON file
 * @throws when the file is missing or holds something else
 */
export async function privateKeyJwt(keyFile: string): Promise<ClientAuth> {
  const jwk = privateJwk.parse(JSON.parse(await readFile(keyFile, 'utf8')));
  const key = await importJWK({ ...jwk, alg: 'PS256' });
  if (!(key instanceof CryptoKey)) throw new TypeError(`${keyFile} holds no private key`);
  return PrivateKeyJwt({ key, kid: jwk.kid });
}
