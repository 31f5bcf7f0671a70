import { afterAll, describe, expect, it } from '@jest/globals';
import { ask } from '../support/answer.ts';
import { openStack } from '../support/open-stack.ts';

const stack = await openStack();
afterAll(() => stack.close());

const publicOrigin = stack.issuer;
const internalOrigin = stack.originOf('identityInternal');

const endpoints = [
  { method: 'GET', url: `${publicOrigin}/auth` },
  { method: 'POST', url: `${publicOrigin}/token` },
  { method: 'POST', url: `${publicOrigin}/token/revocation` },
  { method: 'GET', url: `${publicOrigin}/session/end` },
  { method: 'POST', url: `${publicOrigin}/session/end/confirm` },
  { method: 'POST', url: `${internalOrigin}/token` },
  { method: 'POST', url: `${internalOrigin}/token/introspection` },
] as const;

const parameters = [
  ...['acr_values', 'audience', 'claims', 'client_assertion', 'client_id', 'code', 'code_challenge', 'code_verifier'],
  ...[
    'grant_type',
    'id_token_hint',
    'login_hint',
    'logout',
    'nonce',
    'post_logout_redirect_uri',
    'prompt',
    'redirect_uri',
  ],
  ...[
    'requested_token_type',
    'resource',
    'response_mode',
    'scope',
    'state',
    'subject_token',
    'token',
    'token_type_hint',
  ],
  'of_nobodys_making',
];

const badTexts = {
  'U+0000': 'x\0y',
  'a line break': 'x\r\ny',
  'thirteen thousand characters': 'x'.repeat(13_000),
};

const fine = { client_id: 'walkthrough', response_type: 'code', grant_type: 'authorization_code' };

describe.each(endpoints)('$method $url', ({ method, url }) => {
  const send = (form: Record<string, string>) => {
    const body = new URLSearchParams(form);
    return method === 'GET' ? ask(`${url}?${body.toString()}`) : ask(url, { body });
  };

  it.each(Object.entries(badTexts))('refuses %s in any parameter, by its name', async (what, value) => {
    // A request line as long is refused by the edge itself.
    const tooLongForTheEdge = method === 'GET' && what === 'thirteen thousand characters';
    for (const parameter of parameters) {
      const answer = await send({ ...fine, [parameter]: value });
      const expected = tooLongForTheEdge ? [400, 414] : [400];
      expect({ parameter, isRefused: expected.includes(answer.status) }).toEqual({ parameter, isRefused: true });
      expect(tooLongForTheEdge ? `${parameter}: ` : answer.text).toContain(`${parameter}: `);
    }
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('takes %s for no name', async (name) => {
    for (const parameter of ['client_id', 'grant_type', 'scope', 'audience', 'resource', 'prompt', 'response_mode']) {
      const { status } = await send({ ...fine, [parameter]: name });
      expect({ parameter, isFailure: status >= 500 }).toEqual({ parameter, isFailure: false });
    }
  });
});
