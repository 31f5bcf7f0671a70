import { describe, expect, it } from '@jest/globals';
import { aToken, testAudience, testIssuer, testKey } from '../testing/a-token.ts';
import { issuerRules } from './issuer-rules.ts';
import { SigningKeys } from './signing-keys.ts';
import { verification } from './verification.ts';

const { kid, publicKey } = testKey();
const keys = new SigningKeys({
  load: () => Promise.resolve([{ kid, key: publicKey, algorithm: 'PS256' }]),
  onLoadFailed: () => undefined,
});
const steps = verification(new Map([[testIssuer, { ...issuerRules(testAudience, { issuer: testIssuer }), keys }]]));
const nowSeconds = Math.floor(Date.now() / 1000);

function payloadOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

/** Of 256 signatures, one begins with a zero. */
function withLeadingZero(): string {
  for (;;) {
    const token = aToken({ subject: 'alice' });
    if (Buffer.from(token.split('.')[2] ?? '', 'base64url')[0] === 0) return token;
  }
}

describe('verification', () => {
  it('has its steps in the order in which they are taken', () => {
    expect(Object.keys(steps)).toEqual(['bearer', 'form', 'key', 'signature', 'claims', 'liveness', 'principal']);
  });

  it('takes a token from the request to whose it is', async () => {
    const token = aToken({ subject: 'alice', scopes: ['orders_read'] });
    expect(steps.bearer(['Host', 'api.test', 'Authorization', `Bearer ${token}`])).toBe(token);
    expect((await steps.key(steps.form(token))).equals(publicKey)).toBe(true);
    expect(steps.signature.algorithms).toEqual(['PS256', 'ES256', 'RS256']);

    const payload = payloadOf(token);
    const principal = steps.principal(payload, steps.claims(payload, nowSeconds));
    expect([principal.subject, principal.isService]).toEqual(['alice', false]);
  });

  it('takes no signature without its leading zero: it would be the same number', () => {
    const token = withLeadingZero();
    expect(() => steps.key(steps.form(token))).not.toThrow();
    const [header = '', payload = '', signature = ''] = token.split('.');
    const shorter = Buffer.from(signature, 'base64url').subarray(1).toString('base64url');
    expect(() => steps.key(steps.form(`${header}.${payload}.${shorter}`))).toThrow(
      expect.objectContaining({ reason: 'signature_wrong' }),
    );
  });

  it('knows a service by what its issuer says of one', () => {
    const payload = payloadOf(aToken({ subject: 'billing', clientId: 'billing' }));
    expect(steps.principal(payload, steps.claims(payload, nowSeconds)).isService).toBe(true);
  });
});
