import type { AdapterPayload } from 'oidc-provider';

/**
 * A payload without the secrets in it: its own id, which for a token is the token; and, in an interaction, the session cookie and
 * the id again at the end of the address to return to.
 */
export function withoutSecrets(id: string, payload: AdapterPayload): AdapterPayload {
  const { session, returnTo } = payload;
  return without('jti', {
    ...payload,
    ...(session && { session: without('cookie', session) }),
    ...(returnTo?.endsWith(id) && { returnTo: returnTo.slice(0, -id.length) }),
  });
}

/** The payload as the provider knows it, given the id that it asked by. */
export function withSecrets(id: string, stored: AdapterPayload): AdapterPayload {
  return { ...stored, jti: id, ...(stored.returnTo?.endsWith('/') && { returnTo: stored.returnTo + id }) };
}

function without<Value extends object>(unwanted: keyof Value & string, value: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== unwanted)) as Partial<Value>;
}
