import { isUtf8 } from 'node:buffer';
import { hasAmbiguousKeys } from './ambiguous-keys.ts';
import { InvalidToken } from './invalid-token.ts';
import { type IssuerRules, keyParameters, rulesFor } from './issuer-rules.ts';
import type { SigningAlgorithm } from './signing-algorithm.ts';

export interface JoseHeader {
  readonly alg: SigningAlgorithm;
  readonly kid: string;
}

/** A token of good form, and whose it claims to be. */
export interface SignedForm<Rules> extends JoseHeader {
  readonly issuer: Rules;
  readonly signatureBytes: number;
}

const maxLength = 12 * 1024;

/**
 * Refuses, before a key is looked up or a signature checked, whatever is not plainly a signed JWT access token: the checks that
 * JWT libraries leave out (RFC 7515 sections 2 and 4, RFC 8725 section 3, RFC 9068 section 4).
 *
 * @param issuers by name: those that are trusted, each with the rules for its tokens
 * @returns what the header says, and whose token it claims to be; nothing is verified yet
 * @throws InvalidToken
 */
export function strictJws<Rules extends IssuerRules>(
  token: string,
  issuers: ReadonlyMap<unknown, Rules>,
): SignedForm<Rules> {
  if (token.length > maxLength) throw new InvalidToken('too_long');
  const [header, payload, signature, more] = token.split('.', 4);
  if (!header || !payload || !signature || more !== undefined) throw new InvalidToken('not_three_parts');
  const parameters = strictObject(header);
  const claims = strictObject(payload);
  const { length: signatureBytes } = canonicalBytes(signature);

  const issuer = rulesFor(claims, issuers);
  refuseUnknown(parameters, issuer);
  const { alg, kid } = strictHeader(parameters, issuer);
  return { alg, kid, issuer, signatureBytes };
}

function refuseUnknown(parameters: Record<string, unknown>, { headerParameters }: IssuerRules): void {
  for (const name of Object.keys(parameters)) {
    if (headerParameters.has(name)) continue;
    if (keyParameters.has(name)) throw new InvalidToken('key_in_header');
    if (name === 'crit') throw new InvalidToken('critical_extension');
    throw new InvalidToken('header_parameter_unknown');
  }
}

function strictHeader(
  { alg, kid, typ = '' }: Record<string, unknown>,
  { profile, algorithms }: IssuerRules,
): JoseHeader {
  if (typeof typ !== 'string' || !profile.type.test(typ)) throw new InvalidToken('type_wrong');
  if (!isAmong(algorithms, alg)) throw new InvalidToken('algorithm_not_allowed');
  if (typeof kid !== 'string' || kid === '') throw new InvalidToken('key_id_missing');
  return { alg, kid };
}

function isAmong(algorithms: readonly unknown[], alg: unknown): alg is SigningAlgorithm {
  return algorithms.includes(alg);
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
