import { InvalidToken } from './invalid-token.ts';

const bearer = /^bearer(?: |$)/i;
const bearerAndToken68 = /^bearer +([a-z0-9\-._~+/]+=*)$/i;

/**
 * The bearer token of a request (RFC 6750 section 2.1), or undefined when it sends none.
 *
 * Reads the headers as they came (`rawHeaders` of node:http), because parsed ones keep the first of two Authorization headers and
 * hide the second, which another part of the chain may have believed.
 *
 * @throws InvalidToken when the header is there twice, or holds anything but one token
 */
export function bearerTokenFrom(rawHeaders: readonly string[]): string | undefined {
  let authorization: string | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() !== 'authorization') continue;
    if (authorization !== undefined) throw new InvalidToken('authorization_repeated');
    authorization = rawHeaders[i + 1];
  }
  if (authorization === undefined) return undefined;
  const token = bearerAndToken68.exec(authorization)?.[1];
  if (token === undefined && bearer.test(authorization)) throw new InvalidToken('authorization_malformed');
  return token;
}
