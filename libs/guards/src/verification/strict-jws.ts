import { isUtf8 } from 'node:buffer';
import { hasAmbiguousKeys } from './ambiguous-keys.ts';
import { InvalidToken } from './invalid-token.ts';

/** The signature algorithms accepted; each key is held to its own by `SigningKeys`. */
export const signingAlgorithms = ['PS256', 'ES256', 'RS256'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

export interface JoseHeader {
  readonly alg: SigningAlgorithm;
  readonly kid: string;
}

const maxLength = 8 * 1024;
const headerParameters = new Set(['alg', 'kid', 'typ']);
const accessTokenType = /^(?:application\/)?at\+jwt$/i;

/**
 * Refuses, before a key is looked up or a signature checked, whatever is not plainly a signed JWT access token: the checks that
 * JWT libraries leave out (RFC 7515 sections 2 and 4, RFC 8725 section 3, RFC 9068 section 4).
 *
 * @returns what the header says; nothing is verified yet
 * @throws InvalidToken
 */
export function strictJws(token: string): JoseHeader {
  if (token.length > maxLength) throw new InvalidToken('too_long');
  const [header, payload, signature, more] = token.split('.', 4);
  if (!header || !payload || !signature || more !== undefined) throw new InvalidToken('not_three_parts');

  const joseHeader = strictHeader(strictObject(header));
  strictObject(payload);
  canonicalBytes(signature);
  return joseHeader;
}

function strictHeader(parameters: Record<string, unknown>): JoseHeader {
  for (const name of Object.keys(parameters)) {
    if (!headerParameters.has(name)) throw new InvalidToken('header_parameter_unknown');
  }
  const { alg, kid, typ } = parameters;
  if (typeof typ !== 'string' || !accessTokenType.test(typ)) throw new InvalidToken('type_wrong');
  if (!isAllowed(alg)) throw new InvalidToken('algorithm_not_allowed');
  if (typeof kid !== 'string' || kid === '') throw new InvalidToken('key_id_missing');
  return { alg, kid };
}

function isAllowed(alg: unknown): alg is SigningAlgorithm {
  return (signingAlgorithms as readonly unknown[]).includes(alg);
}

function strictObject(part: string): Record<string, unknown> {
  const bytes = canonicalBytes(part);
  if (!isUtf8(bytes)) throw new InvalidToken('not_utf8');
  const json = bytes.toString();
  const value = parsed(json);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidToken('not_a_json_object');
  if (hasAmbiguousKeys(json)) throw new InvalidToken('ambiguous_keys');
  return value as Record<string, unknown>;
}

/** Only the one spelling that an encoder writes: no padding, no stray bits or characters (RFC 4648 section 3.5). */
function canonicalBytes(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw new InvalidToken('not_canonical_base64url');
  return bytes;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new InvalidToken('not_a_json_object', { cause: error });
  }
}
