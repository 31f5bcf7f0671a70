import { readFileSync } from 'node:fs';
import type { ClientAuth } from 'openid-client';
import { ClientCredentialInvalid } from './errors.ts';

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * Client authentication by a token that the platform issues and renews (RFC 7523 section 2.2): a projected ServiceAccount token.
 *
 * @param tokenFile read anew for each use, since the platform replaces it
 * @throws ClientCredentialInvalid when the file is missing or empty, now or at a later use
 */
export function clientToken(tokenFile: string): ClientAuth {
  tokenIn(tokenFile);
  return (_, client, form) => {
    form.set('client_id', client.client_id);
    form.set('client_assertion_type', jwtBearer);
    form.set('client_assertion', tokenIn(tokenFile));
  };
}

/** At once rather than by a promise: the platform keeps the file in memory, and a thread would take longer. */
function tokenIn(tokenFile: string): string {
  const token = contentOf(tokenFile).trim();
  if (token === '') throw new ClientCredentialInvalid(`clientTokenFile ${tokenFile} is empty`);
  return token;
}

function contentOf(tokenFile: string): string {
  try {
    return readFileSync(tokenFile, 'utf8');
  } catch (cause) {
    throw new ClientCredentialInvalid(`clientTokenFile ${tokenFile} cannot be read`, { cause });
  }
}
