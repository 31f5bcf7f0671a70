import type { AdapterPayload } from 'oidc-provider';
import { openedById, sealedById } from './sealed-by-id.ts';

/**
 * A payload without the secrets in it: its own id, which for a token is the token; in an interaction, the session cookie, an ID token
 * that came as a hint and was looked at, and the id again at the end of the address to return to; and a pushed request, which the client
 * alone is to know, but sealed.
 */
export function withoutSecrets(id: string, payload: AdapterPayload): AdapterPayload {
  const { session, returnTo, params, prompt, request } = payload;
  return without('jti', {
    ...payload,
    ...(session && { session: without('cookie', session) }),
    ...(returnTo?.endsWith(id) && { returnTo: returnTo.slice(0, -id.length) }),
    ...(params && { params: without('id_token_hint', params) }),
    ...(prompt && { prompt: { ...prompt, details: without('id_token_hint', prompt.details) } }),
    ...(request !== undefined && { request: sealedById(id, request) }),
  });
}

/** The payload as the provider knows it, given the id that it asked by. */
export function withSecrets(id: string, stored: AdapterPayload): AdapterPayload {
  const { returnTo, request } = stored;
  return {
    ...stored,
    jti: id,
    ...(returnTo?.endsWith('/') && { returnTo: returnTo + id }),
    ...(request !== undefined && { request: openedById(id, request) }),
  };
}

function without<Value extends object>(unwanted: keyof Value & string, value: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== unwanted)) as Partial<Value>;
}
