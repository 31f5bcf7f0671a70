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
