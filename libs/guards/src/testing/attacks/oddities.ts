import { bearing, type Oddity } from './attack.ts';
import type { Baseline } from './baseline.ts';

/** Odd places for a token, whatever its form: schemes and header names know no case (RFC 9110 sections 5.1 and 11.1). */
export function oddPlacesOf({ token }: Pick<Baseline, 'token'>): Oddity[] {
  return [
    ...['bearer', 'BEARER', 'bEaReR', 'Bearer  ', 'bearer    '].map((scheme) => ({
      name: `the scheme as ${JSON.stringify(scheme)}`,
      request: { headers: [['authorization', `${scheme} ${token}`] as const] },
    })),
    { name: 'the header as AUTHORIZATION', request: { headers: [['AUTHORIZATION', `Bearer ${token}`]] } },
    {
      name: 'beside a cookie and credentials for a proxy',
      request: {
        headers: [['cookie', 'access_token=x'], ['proxy-authorization', 'Basic YTpi'], ...bearing(token).headers],
      },
    },
  ];
}

/** Odd, but right: whoever refuses these is stricter than the standards, and breaks good clients. */
export function odditiesOf(baseline: Baseline): Oddity[] {
  const { key, header, claims, profile } = baseline;
  const exp = Number(claims['exp']);
  const iat = Number(claims['iat']);
  const passing = (name: string, odd: string): Oddity => ({ name, request: bearing(odd) });

  return [
    ...oddPlacesOf(baseline),
    ...['application/at+jwt', 'AT+JWT', 'at+JWT', 'Application/At+Jwt', 'jwt']
      .filter((typ) => profile.type.test(typ))
      .map((typ) => passing(`typ ${typ}`, baseline.withHeader({ typ }))),
    ...profile.headerParameters.map((name) =>
      passing(`the header parameter ${name}`, baseline.withHeader({ [name]: 'x' })),
    ),
    passing('a header in another order', key.sign({ kid: key.kid, typ: header['typ'], alg: header['alg'] }, claims)),
    passing('a header over many lines', key.sign(JSON.stringify(header, null, 4), claims)),
    passing('a payload over many lines', baseline.withPayload(JSON.stringify(claims, null, '\t'))),
    passing('a payload in another order', baseline.withPayload(Object.fromEntries(Object.entries(claims).reverse()))),
    passing('escapes in a value', baseline.withClaimText('note', String.raw`"\u0061\"},{\\"`)),
    passing('braces and quotes in a value', baseline.withClaims({ note: '{"iss":"x","iss":"y"}' })),
    passing('the same key in two objects', baseline.withClaims({ a: { sub: 'x' }, b: [{ sub: 'y' }, { sub: 'z' }] })),
    passing('letters of all the world in a value', baseline.withClaims({ name: 'Zo\u00eb \u5f20\u4f1f \ud83d\ude80' })),
    passing('the audience as a list of one', baseline.withClaims({ aud: [claims['aud']] })),
    passing('a time with an exponent', baseline.withClaimText('exp', `${exp}e0`)),
    passing('a time with a zero fraction', baseline.withClaimText('exp', `${exp}.0`)),
    passing('nbf when it was issued', baseline.withClaims({ nbf: iat })),
    passing('issued a minute ago', baseline.withClaims({ iat: iat - 60 })),
    passing(
      'scopes that the API does not know',
      baseline.withClaims({ [profile.scope]: `${String(claims[profile.scope])} x:y/z !#~` }),
    ),
    passing('four actors', baseline.withClaims({ act: actors(4) })),
    passing('an actor with an issuer', baseline.withClaims({ act: { sub: 'order', iss: claims['iss'] } })),
    passing(
      'subject and client in letters beyond ASCII',
      baseline.withClaims({ sub: 'Zo\u00eb', [profile.client[0]]: '\u5f20' }),
    ),
    passing('claims of OpenID Connect', baseline.withClaims({ auth_time: iat, acr: '1', amr: ['pwd'], nonce: 'n' })),
    passing('a claim that is null', baseline.withClaims({ role: null })),
    passing(
      'a token of nearly 12 KiB',
      baseline.withClaims({ groups: Array.from({ length: 310 }, (_, i) => `group ${i} of a company`) }),
    ),
  ];
}

function actors(depth: number): object {
  return { sub: `actor-${depth}`, ...(depth > 1 && { act: actors(depth - 1) }) };
}
