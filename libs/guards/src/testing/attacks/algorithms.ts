import { createHmac } from 'node:crypto';
import type { InvalidTokenReason } from '../../verification/invalid-token.ts';
import type { TestAlgorithm } from '../test-key.ts';
import { type AttackFamily, forged } from './attack.ts';
import type { Baseline } from './baseline.ts';

const nones = ['none', 'None', 'NONE', 'nOnE', ' none', 'none ', 'none\u0000', '', null, 0, false, [], ['none'], {}];
const others = [
  ...['RS384', 'RS512', 'PS384', 'PS512', 'ES384', 'ES512', 'ES256K', 'EdDSA', 'Ed25519', 'ML-DSA-44'],
  ...['RSA-OAEP', 'RSA-OAEP-256', 'dir', 'A128KW', 'ECDH-ES', 'PBES2-HS256+A128KW'],
];
const weakSecrets = ['', 'secret', 'password', 'changeme', 'your-256-bit-secret', '0', '\u0000'.repeat(32)];

/** alg says how the API should believe the token: not at all, with a secret that everybody knows, with another key's method. */
export const algorithms: AttackFamily = (baseline) => [
  ...nones.map((alg) => forged('algorithm_not_allowed', `alg ${JSON.stringify(alg)}`, baseline.withHeader({ alg }))),
  ...['none', 'NonE'].map((alg) => forged('not_three_parts', `alg ${alg}, unsigned`, unsigned(baseline, alg))),
  forged('algorithm_not_allowed', 'no alg', baseline.withHeader({ alg: undefined })),
  ...others.map((alg) => forged('algorithm_not_allowed', `alg ${alg}`, baseline.withHeader({ alg }))),
  ...spellings(baseline.key.algorithm).map((alg) =>
    forged('algorithm_not_allowed', `the right alg as ${JSON.stringify(alg)}`, baseline.withHeader({ alg })),
  ),
  ...['HS256', 'HS384', 'HS512'].flatMap((alg) =>
    Object.entries(publicForms(baseline)).map(([form, secret]) =>
      forged('algorithm_not_allowed', `${alg} with the public key as ${form}`, withHmac(baseline, alg, secret)),
    ),
  ),
  ...weakSecrets.map((secret) =>
    forged(
      'algorithm_not_allowed',
      `HS256 with the secret ${JSON.stringify(secret)}`,
      withHmac(baseline, 'HS256', secret),
    ),
  ),
  ...siblings(baseline),
];

function unsigned(baseline: Baseline, alg: string): string {
  const [header, payload] = baseline.withHeader({ alg }).split('.');
  return [header, payload, ''].join('.');
}

function spellings(alg: string): unknown[] {
  return [alg.toLowerCase(), `${alg} `, ` ${alg}`, alg.replace('S', 'S-'), `${alg}\u0000`, [alg], { name: alg }];
}

function publicForms({ key }: Baseline): Record<string, string | Buffer> {
  const pem = key.publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const { x, n = x } = key.jwk;
  return {
    PEM: pem,
    'PEM without its last line break': pem.trimEnd(),
    'PEM with CRLF': pem.replaceAll('\n', '\r\n'),
    DER: key.publicKey.export({ type: 'spki', format: 'der' }),
    'JWK as published': JSON.stringify(key.jwk),
    'a bare JWK': JSON.stringify(key.publicKey.export({ format: 'jwk' })),
    'the number in a JWK': Buffer.from(n ?? '', 'base64url'),
  };
}

function withHmac(baseline: Baseline, alg: string, secret: string | Buffer): string {
  const [header, payload] = baseline.withHeader({ alg }).split('.');
  const mac = createHmac(`sha${alg.slice(2)}`, secret).update([header, payload].join('.'));
  return [header, payload, mac.digest('base64url')].join('.');
}

/** Good signatures of the trusted key, made by a method that the issuer does not use it for. */
function siblings({ key, header, claims }: Baseline): ReturnType<AttackFamily> {
  const methods: readonly TestAlgorithm[] = key.algorithm === 'ES256' ? ['ES256'] : ['PS256', 'RS256'];
  const named = (['PS256', 'RS256', 'ES256'] as const).filter((alg) => alg !== key.algorithm);
  const wrong = (alg: TestAlgorithm, method: TestAlgorithm): [InvalidTokenReason, string, string] => [
    alg === key.algorithm ? 'signature_wrong' : 'key_for_other_algorithm',
    `alg ${alg}, the key's being ${key.algorithm}, signed by ${method}`,
    key.sign({ ...header, alg }, claims, method),
  ];
  return [
    ...named.flatMap((alg) => methods.map((method) => forged(...wrong(alg, method)))),
    ...methods.filter((method) => method !== key.algorithm).map((method) => forged(...wrong(key.algorithm, method))),
  ];
}
