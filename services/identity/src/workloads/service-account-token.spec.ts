import { beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, importJWK, type JWTVerifyGetKey, SignJWT, UnsecuredJWT } from 'jose';
import { ClusterKey, clusterIssuer } from '../../test/cluster.ts';
import { ClusterKeysUnavailable } from './cluster-keys.ts';
import { serviceAccountOf, ServiceAccountTokenRefused } from './service-account-token.ts';

const audience = 'https://id.example';
const bound = {
  namespace: 'apps',
  serviceaccount: { name: 'order', uid: 'd252bbd1-6a11-476f-99bb-b683dfcfead7' },
  pod: { name: 'order-7c9d8b6f5-x2x9l', uid: '4d1f8a3b-2a64-4a0b-8b0b-0a4f6d9a7c10' },
};
const now = Math.floor(Date.now() / 1000);

let key: ClusterKey;
let another: ClusterKey;
beforeAll(async () => {
  [key, another] = await Promise.all([ClusterKey.make('key-1'), ClusterKey.make('key-2')]);
});

const accountOf = (token: string, keys: JWTVerifyGetKey = key.published): Promise<string> =>
  serviceAccountOf(token, { issuer: clusterIssuer, audience, keys });

describe('serviceAccountOf', () => {
  it.each<[string, object]>([
    ['a pod', {}],
    ['a clock that is a little ahead', { nbf: now + 3, iat: now + 3, exp: now + 603 }],
    ['one audience, as a string', { aud: audience }],
  ])('tells the ServiceAccount of a token of %s', async (_, claims) => {
    await expect(accountOf(await key.token(audience, claims))).resolves.toBe('system:serviceaccount:apps:order');
  });

  it.each<[string, object, object?]>([
    ['for another audience', { aud: ['https://kubernetes.default.svc'] }],
    ['for a name that begins alike', { aud: [`${audience}/token`] }],
    ['for two audiences', { aud: [audience, 'https://kubernetes.default.svc'] }],
    ['for no audience', { aud: [] }],
    ['that expired', { iat: now - 660, nbf: now - 660, exp: now - 60 }],
    ['that never expires', { exp: undefined }],
    ['that is not valid yet', { nbf: now + 60 }],
    ['issued in the future', { iat: now + 60, exp: now + 660 }],
    ['issued in the future, to live for an hour then', { iat: now + 86_400, exp: now + 86_400 + 3600 }],
    ['that lives for a year', { exp: now + 365 * 86_400 }],
    ['without its time of issue', { iat: undefined }],
    ['of another issuer', { iss: 'https://other.example' }],
    ['of a key that the cluster does not publish', {}, { kid: 'key-2' }],
    ['of a user', { sub: 'alice' }],
    ['of a node', { sub: 'system:node:node-1' }],
    ['whose subject is another ServiceAccount than it is bound to', { sub: 'system:serviceaccount:apps:billing' }],
    ['bound to another namespace', { 'kubernetes.io': { ...bound, namespace: 'default' } }],
    ['bound to another ServiceAccount', { 'kubernetes.io': { ...bound, serviceaccount: { name: 'billing' } } }],
    ['bound to no pod, as by kubectl create token', { 'kubernetes.io': { ...bound, pod: undefined } }],
    ['bound to a pod that has no name', { 'kubernetes.io': { ...bound, pod: { uid: bound.pod.uid } } }],
    ['bound to a Secret', { 'kubernetes.io': { ...bound, pod: undefined, secret: bound.pod } }],
    ['bound to nothing', { 'kubernetes.io': undefined }],
  ])('refuses a token %s', async (_, claims, header = {}) => {
    await expect(accountOf(await key.token(audience, claims, header))).rejects.toThrow(ServiceAccountTokenRefused);
  });

  it.each<[string, () => Promise<string>]>([
    ['signed by another key under the name of a published one', () => another.token(audience, {}, { kid: 'key-1' })],
    ['that is changed', async () => (await key.token(audience)).replace(/\.[^.]+\./, '.eyJzdWIiOiJvcmRlciJ9.')],
    ['that is not signed', () => Promise.resolve(new UnsecuredJWT({ iss: clusterIssuer }).encode())],
    ['of an algorithm that no API server uses', () => signedWithHmac()],
    ['that is none', () => Promise.resolve('opaque')],
  ])('refuses a token %s', async (_, token) => {
    await expect(accountOf(await token())).rejects.toThrow(ServiceAccountTokenRefused);
  });

  it('refuses PS256 even by a published key', async () => {
    const { publicKey, privateKey } = await generateKeyPair('PS256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1' };
    const token = await new SignJWT({ iss: clusterIssuer }).setProtectedHeader({ alg: 'PS256' }).sign(privateKey);
    const refused = accountOf(token, async () => importJWK(jwk, 'PS256'));
    await expect(refused).rejects.toThrow('"alg" (Algorithm) Header Parameter value not allowed');
  });

  it('does not blame the token when the keys cannot be had', async () => {
    const keys = () => Promise.reject(new ClusterKeysUnavailable('out'));
    await expect(accountOf(await key.token(audience), keys)).rejects.toThrow(ClusterKeysUnavailable);
  });
});

/** The published key as if it were a shared secret (RFC 8725 section 2.1). */
function signedWithHmac(): Promise<string> {
  const secret = Buffer.from(JSON.stringify(key.publicJwk));
  return new SignJWT({ iss: clusterIssuer }).setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(secret);
}
