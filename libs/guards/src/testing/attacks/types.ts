import { type AttackFamily, forged, shown } from './attack.ts';
import type { Baseline } from './baseline.ts';

/** Whatever else an issuer signs. */
const otherKinds = {
  'an ID token': 'JWT',
  'an ID token that says so': 'id+jwt',
  'a logout token': 'logout+jwt',
  'a client assertion': 'client-authentication+jwt',
  'an introspection answer': 'token-introspection+jwt',
  'a request object': 'oauth-authz-req+jwt',
  'a DPoP proof': 'dpop+jwt',
  'a security event': 'secevent+jwt',
  'a key binding': 'kb+jwt',
  'an entity statement': 'entity-statement+jwt',
  'a transaction token': 'txntoken+jwt',
  'a credential': 'dc+sd-jwt',
  'a refresh token': 'rt+jwt',
};
const nearly = [
  ...['at+jwt ', ' at+jwt', 'at+jwt\u0000', 'at+jwt\n', 'at+jwt;v=1', 'at+jwt,JWT', 'at jwt', 'at%2Bjwt', 'atjwt'],
  ...['at+jwts', 'xat+jwt', 'text/at+jwt', 'application/application/at+jwt', 'application/', 'application/jwt'],
  ...['application /at+jwt', 'a\u0442+jwt', '\uff41t+jwt', 'at+\u0130wt', 'at+jwe', '+jwt', 'at+'],
];
const mistyped: unknown[] = [undefined, null, '', 0, true, ['at+jwt'], { typ: 'at+jwt' }];

const otherValues: unknown[] = [undefined, null, '', 0, true, 'ID', 'Refresh', 'Logout', 'id_token', 'DPoP', {}];

/** Tokens of the same issuer and key that were made for another purpose (RFC 8725 section 3.11). */
export const types: AttackFamily = (baseline) => [
  ...Object.entries(otherKinds)
    .filter(([, typ]) => !isUsual(baseline, typ))
    .map(([kind, typ]) => forged('type_wrong', `${kind} (${typ})`, baseline.withHeader({ typ }))),
  ...[...nearly, ...mistyped]
    .filter((typ) => !isUsual(baseline, typ))
    .map((typ) => forged('type_wrong', `typ ${shown(typ)}`, baseline.withHeader({ typ }))),
  ...kinds(baseline),
  forged('not_three_parts', 'an opaque token', 'dGhpcyBpcyBhbiBvcGFxdWUgdG9rZW4tLS0tLS0tLS0'),
];

function isUsual({ profile }: Baseline, typ: unknown): boolean {
  return (typeof typ === 'string' || typ === undefined) && profile.type.test(typ ?? '');
}

/** Where a claim says what the token is for: every other value, and the right one in a list. */
function kinds(baseline: Baseline): ReturnType<AttackFamily> {
  const { kind } = baseline.profile;
  if (!kind) return [];
  const { claim, value } = kind;
  return [...otherValues, value.toUpperCase(), `${value} `, [value]].map((other) =>
    forged('kind_wrong', `the claim ${claim} ${shown(other)}`, baseline.withClaims({ [claim]: other })),
  );
}
