import { describe, expect, it } from '@jest/globals';
import { compactVerify, decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { Forgery } from './corpus-file.ts';
import { forgedJws } from './forged-jws.ts';

const { privateKey: own } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { privateKey: stranger } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keys = { own, stranger };
const good = await new SignJWT({ sub: 'a', aud: 'b' }).setProtectedHeader({ alg: 'PS256', kid: 'k' }).sign(own);
const forge = (forgery: Partial<Forgery>) =>
  forgedJws(good, { parameter: 'x', header: {}, claims: {}, key: 'own', ...forgery }, keys);
const verify = (jws: string, key = own) => compactVerify(jws, createPublicKey(key));

describe('a JWS is forged', () => {
  it.each(['PS256', 'RS256', 'PS512'])('with a signature that is right by %s', async (alg) => {
    await expect(verify(forge({ header: { alg } }))).resolves.toBeDefined();
    await expect(verify(forge({ header: { alg }, key: 'stranger' }))).rejects.toThrow();
    await expect(verify(forge({ header: { alg }, key: 'stranger' }), stranger)).resolves.toBeDefined();
  });

  it('with members set and taken away', () => {
    const forged = forge({
      header: { kid: null, jwk: { public_key_of: 'stranger' } },
      claims: { aud: null, sub: 'c' },
    });
    expect(decodeJwt(forged)).toEqual({ sub: 'c' });
    expect(decodeProtectedHeader(forged)).toEqual({
      alg: 'PS256',
      jwk: createPublicKey(stranger).export({ format: 'jwk' }),
    });
  });

  it('with a time from now', () => {
    expect(Number(decodeJwt(forge({ claims: { exp: { in: 60 } } })).exp) - Date.now() / 1000).toBeCloseTo(60, -1);
  });

  it('with the signature of the good one, or none', () => {
    expect(forge({ key: 'kept' })).toBe(good);
    expect(forge({ header: { alg: 'none' }, key: 'none' })).toMatch(/\.$/);
  });

  it('with the public key as the secret of HS256', async () => {
    const pem = createPublicKey(own).export({ format: 'pem', type: 'spki' });
    await expect(compactVerify(forge({ header: { alg: 'HS256' } }), Buffer.from(pem))).resolves.toBeDefined();
  });

  it('with no key that nobody names', () => {
    expect(() => forge({ key: 'nobody' })).toThrow('a key nobody');
  });
});
