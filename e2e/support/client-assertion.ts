import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importJWK, type JWK, SignJWT } from 'jose';

/** The services that are clients of identity, with the key that each has in this stack. */
export type ServiceClient = 'phantom-token' | 'order' | 'customer' | 'billing';

/** Who has a key on this machine: those, and the web client. */
type ConfidentialClient = ServiceClient | 'storefront';

/** The private key of a client, on this machine. */
export async function clientKey(keysDir: string, client: ConfidentialClient): Promise<JWK> {
  return JSON.parse(await readFile(join(keysDir, `${client}.jwk.json`), 'utf8')) as JWK;
}

/** private_key_jwt (RFC 7523 section 2.2): what a client adds to a form to say who it is. */
export async function clientAssertion(
  { issuer, keysDir }: { readonly issuer: string; readonly keysDir: string },
  client: ConfidentialClient,
): Promise<Record<string, string>> {
  const jwk = await clientKey(keysDir, client);
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'PS256', ...(jwk.kid !== undefined && { kid: jwk.kid }) })
    .setIssuer(client)
    .setSubject(client)
    .setAudience(issuer)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign(await importJWK(jwk, 'PS256'));
  return {
    client_id: client,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  };
}
