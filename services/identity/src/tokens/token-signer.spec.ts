import '../../test/settings.ts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeProtectedHeader, exportJWK, generateKeyPair, type JWK, SignJWT, importJWK } from 'jose';
import { type Minting, nowSeconds, TokenSigner } from './token-signer.ts';

async function aKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('PS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'PS256', use: 'sig' };
}

function signerWith(...signing: [JWK, ...JWK[]]): TokenSigner {
  return new TokenSigner({ signing, cookie: [] });
}

const minting: Minting = {
  subject: '3c4f1f6e-5d0b-4a55-9b0e-6f2a8c1d7e91',
  clientId: 'order',
  audience: 'urn:downscope:customer',
  scopes: ['customers_name_read'],
  claims: { region: 'eu' },
  expiresAt: nowSeconds() + 60,
  actors: ['order'],
  originJti: '6f6997f1-7b35-440a-b108-61bc8122890a',
};

let key: JWK;
let other: JWK;
let signer: TokenSigner;
beforeAll(async () => {
  [key, other] = await Promise.all([aKey('a'), aKey('b')]);
  signer = signerWith(key);
});

async function signed(header: object, change: object = {}, by: JWK = key): Promise<string> {
  const { protocol } = await signer.mint(minting);
  return new SignJWT({ ...protocol, ...change })
    .setProtectedHeader({ alg: 'PS256', typ: 'at+jwt', kid: 'a', ...header })
    .sign(await importJWK(by, 'PS256'));
}

describe('TokenSigner', () => {
  it('signs an access token as RFC 9068 has it, and recognizes it', async () => {
    const { token, protocol } = await signer.mint(minting);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'PS256', typ: 'at+jwt', kid: 'a' });
    expect(protocol).toMatchObject({ iss: 'https://id.example', client_id: 'order', act: { sub: 'order' } });
    await expect(signer.verify(token)).resolves.toEqual({ protocol, claims: { region: 'eu' } });
  });

  it('always states the scopes, be there none', async () => {
    const { protocol } = await signer.mint({ ...minting, scopes: [] });
    expect(protocol.scope).toBe('');
  });

  it('recognizes what an older key signed', async () => {
    const { token } = await signer.mint(minting);
    await expect(signerWith(other, key).verify(token)).resolves.toBeDefined();
  });

  it.each<[string, () => Promise<string>]>([
    ['another key', () => signed({}, {}, other)],
    ['another type', () => signed({ typ: 'JWT' })],
    ['another issuer', () => signed({}, { iss: 'https://evil.example' })],
    ['the past', () => signed({}, { exp: nowSeconds() - 1 })],
    ['no end', () => signed({}, { exp: undefined })],
  ])('refuses a token of %s', async (_, token) => {
    await expect(signer.verify(await token())).rejects.toThrow();
  });
});
