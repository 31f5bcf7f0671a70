import { describe, expect, it } from '@jest/globals';
import type { AdapterPayload } from 'oidc-provider';
import { withoutSecrets, withSecrets } from './secrets.ts';

const id = 'the-secret-id';
const cookie = 'the-session-cookie';

const payloads: [string, AdapterPayload][] = [
  ['an opaque token', { jti: id, kind: 'AccessToken', grantId: 'grant', accountId: 'person' }],
  [
    'an interaction',
    {
      jti: id,
      kind: 'Interaction',
      returnTo: `https://id.example/auth/${id}`,
      session: { accountId: 'person', uid: 'uid', cookie },
    },
  ],
  ['a pushed request', { jti: id, kind: 'PushedAuthorizationRequest', request: `eyJ.${cookie}` }],
];

describe('what is stored', () => {
  it.each(payloads)('holds no secret of %s', (_, payload) => {
    const stored = JSON.stringify(withoutSecrets(id, payload));
    expect(stored).not.toContain(id);
    expect(stored).not.toContain(cookie);
  });

  it.each(payloads)('gives %s back to whoever has its id, but for the session cookie', (_, payload) => {
    const { session, ...rest } = payload;
    const known = session && { accountId: session.accountId, uid: session.uid };
    expect(withSecrets(id, withoutSecrets(id, payload))).toEqual({ ...rest, ...(known && { session: known }) });
  });
});

it('an ID token that came as a hint is kept nowhere in an interaction', () => {
  const prompt = { name: 'login', reasons: [], details: { id_token_hint: 'a.b.c', max_age: 10 } };
  const params = { id_token_hint: 'a.b.c', client_id: 'client' };
  expect(withoutSecrets(id, { params, prompt })).toEqual({
    params: { client_id: 'client' },
    prompt: { ...prompt, details: { max_age: 10 } },
  });
});

it('a pushed request is opened by its own id alone', () => {
  const stored = withoutSecrets(id, { request: 'eyJ' });
  expect(() => withSecrets('another-id', stored)).toThrow();
});
