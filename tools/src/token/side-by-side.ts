import type { JWTPayload } from 'jose';

/** A row per member of any payload; under each but the first, what the one before held and it does not. */
export function sideBySide(hops: readonly { readonly payload: JWTPayload }[]): string[][] {
  const names = [...new Set(hops.flatMap(({ payload }) => Object.keys(payload)))];
  return names.map((name) => [
    name,
    ...hops.map(({ payload }, index) => {
      const held = partsOf(payload[name]);
      const lost = index > 0 && isAuthority(name) ? partsOf(hops[index - 1]?.payload[name]) : [];
      return [...held, ...lost.filter((part) => !held.includes(part)).map((part) => `- ${part}`)].join('\n');
    }),
  ]);
}

/** What of a token is worth something: its scopes, and the claims about the person. The protocol's own members are not lost but new. */
function isAuthority(name: string): boolean {
  return !protocol.has(name);
}

// RFC 7519 section 4.1, RFC 8693 section 4, RFC 9068 section 2.2.
const protocol = new Set('iss sub aud exp iat jti client_id act auth_time acr amr origin_jti'.split(' '));

function partsOf(value: unknown): string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? value.split(' ') : [JSON.stringify(value)];
}
