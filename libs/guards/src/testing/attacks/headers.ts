import { TestKey } from '../test-key.ts';
import { type AttackFamily, forged, shown } from './attack.ts';

const elsewhere = [
  'https://evil.test/jwks',
  'http://127.0.0.1/jwks',
  'file:///dev/null',
  'data:application/json,{}',
  '',
];
const thumbprint = 'AAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** Parameters by which a token would tell its reader how to read it, or bring its own key. */
export const headerParameters: AttackFamily = (baseline) => {
  const stranger = new TestKey(baseline.key.algorithm);
  const bringing = (parameter: object) =>
    stranger.sign({ ...baseline.header, kid: stranger.kid, ...parameter }, baseline.claims);

  return [
    forged('key_in_header', 'a stranger with its jwk', bringing({ jwk: stranger.jwk })),
    forged('key_in_header', 'a stranger with its jku', bringing({ jku: elsewhere[0] })),
    ...[baseline.key.jwk, stranger.jwk, null, {}].map((jwk, i) =>
      forged('key_in_header', `jwk, form ${i + 1}`, baseline.withHeader({ jwk })),
    ),
    ...elsewhere.flatMap((url) =>
      ['jku', 'x5u'].map((name) => forged('key_in_header', `${name} ${url}`, baseline.withHeader({ [name]: url }))),
    ),
    ...[['MIIB'], [], null].map((x5c) => forged('key_in_header', `x5c ${shown(x5c)}`, baseline.withHeader({ x5c }))),
    ...[['b64'], ['exp'], ['alg'], [], 'b64', null].map((crit) =>
      forged('critical_extension', `crit ${shown(crit)}`, baseline.withHeader({ crit })),
    ),
    ...Object.entries(strangers)
      .filter(([name]) => !baseline.profile.headerParameters.includes(name))
      .map(([name, value]) =>
        forged('header_parameter_unknown', `parameter ${shown(name)}`, baseline.withHeader({ [name]: value })),
      ),
    forged(
      'header_parameter_unknown',
      'parameter "__proto__"',
      baseline.key.sign(JSON.stringify(baseline.header).replace('{', '{"__proto__":{"alg":"none"},'), baseline.claims),
    ),
  ];
};

const strangers: Record<string, unknown> = {
  x5t: thumbprint,
  'x5t#S256': thumbprint,
  cty: 'JWT',
  b64: true,
  zip: 'DEF',
  enc: 'A256GCM',
  epk: {},
  p2c: 2_000_000_000,
  p2s: thumbprint,
  nonce: 'n',
  url: elsewhere[0],
  iss: 'https://id.test',
  aud: 'urn:test:api',
  exp: 1,
  trust_chain: ['x'],
  ALG: 'none',
  'kid ': 'x',
  '': 'x',
  constructor: {},
};
