import type { Attack, AttackRequest, PlaceFamily } from './attack.ts';

/** A live token in another place than one Authorization header of one Bearer token (RFC 6750 section 2.1 is the only way here). */
export const places: PlaceFamily = ({ token }) => [
  absent('no token', { headers: [] }),
  ...['access_token', 'token', 'bearer', 'authorization', 'jwt'].map((name) =>
    absent(`query ${name}`, { headers: [], query: { [name]: token } }),
  ),
  absent('a form', {
    headers: [],
    body: { type: 'application/x-www-form-urlencoded', text: new URLSearchParams({ access_token: token }).toString() },
  }),
  absent('a JSON body', {
    headers: [],
    body: { type: 'application/json', text: JSON.stringify({ access_token: token }) },
  }),
  ...[`access_token=${token}`, `Authorization=Bearer ${token}`, `jwt=${token}`].map((cookie) =>
    absent(`cookie ${cookie.split('=', 1).join()}`, { headers: [['cookie', cookie]] }),
  ),
  ...otherHeaders.map((name) => absent(`header ${name}`, { headers: [[name, `Bearer ${token}`]] })),
  ...[
    token,
    `JWT ${token}`,
    `Token ${token}`,
    `DPoP ${token}`,
    `BearerX ${token}`,
    `Bearer:${token}`,
    `Bearer=${token}`,
  ].map((value) => absent(`scheme ${value.replace(token, '')}`, authorization(value))),
  absent('a tab after the scheme', authorization(`Bearer\t${token}`)),
  absent('a no-break space after the scheme', authorization(`Bearer\u00a0${token}`)),
  absent('Basic with the token as password', authorization(`Basic ${Buffer.from(`:${token}`).toString('base64')}`)),
  ...Object.entries(malformed(token)).map(([name, value]) =>
    refused('authorization_malformed', name, authorization(value)),
  ),
  ...repeated(token).map((values, i) =>
    refused('authorization_repeated', `two Authorization headers, form ${i + 1}`, authorization(...values)),
  ),
];

const otherHeaders = [
  ...['x-authorization', 'proxy-authorization', 'x-forwarded-authorization', 'x-original-authorization'],
  ...['x-access-token', 'x-auth-request-access-token', 'x-auth-token', 'authentication', 'http-authorization'],
  ...['authorization-bearer', 'sec-websocket-protocol'],
];

function malformed(token: string): Record<string, string> {
  return {
    'the scheme alone': 'Bearer',
    'the scheme twice': `Bearer Bearer ${token}`,
    'the token in quotes': `Bearer "${token}"`,
    'the token in brackets': `Bearer <${token}>`,
    'the token as a parameter': `Bearer access_token=${token}`,
    'a parameter after the token': `Bearer ${token}, realm="api"`,
    'two tokens with a comma': `Bearer ${token},${token}`,
    'two tokens with a space': `Bearer ${token} ${token}`,
    'two credentials in one header': `Bearer ${token}, Bearer ${token}`,
    'a semicolon after the token': `Bearer ${token};`,
    'a tab before the token': `Bearer \t${token}`,
    'a tab after the token': `Bearer ${token}\tx`,
    'a letter beyond ASCII': `Bearer ${token}\u00e9`,
    'padding in front': `Bearer =${token}`,
  };
}

/** The live token first, last, or both: node's parsed headers would show the first one alone. */
function repeated(token: string): string[][] {
  const live = `Bearer ${token}`;
  const other = ['Bearer AAAA.AAAA.AAAA', 'Basic YTpi', 'Bearer', ''];
  return [
    [live, live],
    [live, live, live],
    ...other.flatMap((value) => [
      [live, value],
      [value, live],
    ]),
  ];
}

function authorization(...values: string[]): AttackRequest {
  return { headers: values.map((value) => ['authorization', value] as const) };
}

function absent(name: string, request: AttackRequest): Attack {
  return { name: `${name}: no bearer token`, request, status: 401, reason: 'missing_token' };
}

function refused(
  reason: 'authorization_malformed' | 'authorization_repeated',
  name: string,
  request: AttackRequest,
): Attack {
  return { name, request, status: 401, reason };
}
