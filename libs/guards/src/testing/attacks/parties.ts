import type { InvalidTokenReason } from '../../verification/invalid-token.ts';
import { type AttackFamily, forged, shown } from './attack.ts';
import type { Baseline } from './baseline.ts';

const mistyped: unknown[] = [undefined, null, '', 0, 42, true, [], {}];
const control = ['a\u0000', 'a\nb', '\u007f', 'a\u200bb', '\u202eadmin', 'a\ud800', '\ufeffa'];

/** Who issued the token, for whom, about whom, through which client. */
export const parties: AttackFamily = (baseline) => [
  ...issuers(baseline).map((iss) => changed(baseline, 'iss_wrong', { iss })),
  ...audiences(baseline).map((aud) => changed(baseline, 'aud_wrong', { aud })),
  ...named(baseline, 'sub_malformed', 'sub'),
  ...named(baseline, 'client_id_malformed', baseline.profile.client[0]),
  ...(baseline.profile.id === undefined ? [] : named(baseline, 'jti_malformed', baseline.profile.id)),
];

function named(baseline: Baseline, reason: InvalidTokenReason, claim: string): ReturnType<AttackFamily> {
  const values = [...mistyped, ['x'], ...control, 'x'.repeat(256)];
  return values.map((value) => changed(baseline, reason, { [claim]: value }));
}

function issuers({ claims }: Baseline): unknown[] {
  const iss = String(claims['iss']);
  const near = [
    `${iss}/`,
    `${iss}.evil.test`,
    `${iss}@evil.test`,
    `${iss}#`,
    `${iss}\u0000`,
    `${iss} `,
    iss.toUpperCase(),
  ];
  return [...mistyped, ...near, 'https://evil.test', iss.replace('https:', 'http:'), iss.slice(0, -1), [iss], { iss }];
}

function audiences({ claims }: Baseline): unknown[] {
  const aud = String(claims['aud']);
  const other = 'urn:test:another-service';
  const near = [`${aud}:admin`, `${aud}/`, `${aud} `, aud.toUpperCase(), aud.slice(0, -1), `${aud},${other}`, '*'];
  const lists = [[aud, other], [other, aud], [aud, aud], [other], [[aud]], [aud, null], [aud, '']];
  return [...mistyped, ...near, ...lists, other, claims['iss'], { aud }, { 0: aud, length: 1 }];
}

function changed(
  baseline: Baseline,
  reason: InvalidTokenReason,
  change: Record<string, unknown>,
): ReturnType<typeof forged> {
  const name = Object.entries(change).map(([claim, value]) => `${claim} ${shown(value)}`);
  return forged(reason, name.join(), baseline.withClaims(change));
}
