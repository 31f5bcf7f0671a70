import { AccessToken } from '@downscope/guards';
import type { RevocableClaims } from '@downscope/revocations';
import { z } from 'zod';
import { IdentityUnavailable } from './identity-unavailable.ts';

/** What stands for an opaque token inside, at one audience. */
export interface PhantomJwt {
  readonly jwt: AccessToken;
  /** By which it is told whether the opaque token was revoked. */
  readonly claims: RevocableClaims;
  /** How long it lives, counted from the moment it was asked for. */
  readonly livesForMs: number;
}

const compact = /^[\w-]+\.([\w-]+)\.[\w-]+$/;
const claims = z.object({
  aud: z.string(),
  exp: z.int(),
  iss: z.unknown().optional(),
  sub: z.unknown().optional(),
  iat: z.unknown().optional(),
  origin_jti: z.unknown().optional(),
});

/**
 * Reads a JWT as identity answered it. Its signature is for the service behind the edge to verify; here it matters that the
 * answer is one to the question.
 *
 * @throws IdentityUnavailable when it is no JWT, or one for another audience
 */
export function phantomJwt(text: string, audience: string, askedAtMs: number): PhantomJwt {
  const [, payload] = compact.exec(text) ?? [];
  if (payload === undefined) throw new IdentityUnavailable('answered something that is no JWT');
  const { success, data } = claims.safeParse(decoded(payload));
  if (!success) throw new IdentityUnavailable('answered a JWT without aud and exp');
  const { exp, aud, ...revocable } = data;
  if (aud !== audience) throw new IdentityUnavailable('answered a JWT for another audience');
  return { jwt: new AccessToken(text), claims: revocable, livesForMs: exp * 1000 - askedAtMs };
}

/** Undefined for what is no JSON: the parser's own error would show a piece of the token. */
function decoded(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    return undefined;
  }
}
