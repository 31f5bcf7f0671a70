import '../../test/settings.ts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeProtectedHeader, SignJWT } from 'jose';
import { aKeyRing, newKeys } from '../../test/key-ring.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { type Minting, nowSeconds, TokenSigner } from './token-signer.ts';

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

let ring: KeyRing;
let other: KeyRing;
let signer: TokenSigner;
beforeAll(async () => {
  [ring, other] = await Promise.all([aKeyRing(), aKeyRing()]);
  signer = new TokenSigner(ring);
});

async function signed(header: object, change: object = {}, by = ring): Promise<string> {
  const { protocol } = await signer.mint(minting);
  const { kid } = ring.signingKey();
  return new SignJWT({ ...protocol, ...change })
    .setProtectedHeader({ alg: 'PS256', typ: 'at+jwt', kid, ...header })
    .sign(by.signingKey().privateKey);
}

/** The same token, its signature written in another way. */
async function respelt(change: (signature: string) => string): Promise<string> {
  const [header, payload, signature = ''] = (await signer.mint(minting)).token.split('.');
  return [header, payload, change(signature)].join('.');
}

/** Of 256 signatures, one begins with a zero: without it, it is the same number. */
async function withoutLeadingZero(): Promise<string> {
  for (;;) {
    const [header, payload, signature = ''] = (await signer.mint(minting)).token.split('.');
    const bytes = Buffer.from(signature, 'base64url');
    if (bytes[0] === 0) return [header, payload, bytes.subarray(1).toString('base64url')].join('.');
  }
}

/** Of the last letter of 256 bytes in base64url, four bits mean nothing. */
function otherUnusedBits(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return signature.slice(0, -1) + (alphabet[alphabet.indexOf(signature.slice(-1)) + 1] ?? '');
}

describe('TokenSigner', () => {
  it('signs an access token as RFC 9068 has it, and recognizes it', async () => {
    const { token, protocol } = await signer.mint(minting);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'PS256', typ: 'at+jwt', kid: ring.signingKey().kid });
    expect(protocol).toMatchObject({ iss: 'https://id.example', client_id: 'order', act: { sub: 'order' } });
    await expect(signer.verify(token)).resolves.toEqual({ protocol, claims: { region: 'eu' } });
  });

  it('always states the scopes, be there none', async () => {
    const { protocol } = await signer.mint({ ...minting, scopes: [] });
    expect(protocol.scope).toBe('');
  });

  it('recognizes what an older key signed', async () => {
    const { token } = await signer.mint(minting);
    const now = Date.now();
    const rotated = new KeyRing([...(await newKeys(now)), ring.signingKey()], () => now);
    expect(rotated.signingKey().kid).not.toBe(ring.signingKey().kid);
    await expect(new TokenSigner(rotated).verify(token)).resolves.toBeDefined();
  });

  it.each<[string, () => Promise<string>]>([
    ['another key', () => signed({}, {}, other)],
    ['another type', () => signed({ typ: 'JWT' })],
    ['another issuer', () => signed({}, { iss: 'https://evil.example' })],
    ['the past', () => signed({}, { exp: nowSeconds() - 1 })],
    ['no end', () => signed({}, { exp: undefined })],
    ['a signature without its leading zero', withoutLeadingZero],
    ['a signature with other unused bits', () => respelt(otherUnusedBits)],
    ['a signature with padding', () => respelt((signature) => `${signature}==`)],
    ['a signature with a line break', () => respelt((signature) => `${signature}\n`)],
  ])('refuses a token of %s', async (_, token) => {
    await expect(signer.verify(await token())).rejects.toThrow();
  });
});
