/** What a subject token says, where it is a JWT. */
export type SubjectClaims = Readonly<Record<string, unknown>>;

const compact = /^[\w-]+\.([\w-]+)\.[\w-]+$/;

/**
 * Its claims, as they stand there; none, where it is no JWT. They decide how long its exchanged tokens are kept, and nothing else: whether
 * it is good, the guard has found out before, and the issuer does at each exchange.
 */
export function subjectClaims(token: string): SubjectClaims {
  const [, payload = ''] = compact.exec(token) ?? [];
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? (claims as SubjectClaims) : {};
  } catch {
    return {};
  }
}
