import type { InvalidTokenReason } from '../../verification/invalid-token.ts';
import { type AttackFamily, forged } from './attack.ts';
import type { Baseline } from './baseline.ts';

const day = 86_400;
/** JSON texts that are no time: RFC 7519 lets a number have fractions, but no issuer needs one, and readers round them differently. */
const noTimes = ['"soon"', '""', 'null', 'true', '[]', '{}', '0.5', '1e999', '-1e999', '1e308', '9007199254740992'];
const noNumbers = ['NaN', 'Infinity', '-Infinity', '0x7fffffff', '+1', '1_000', '01', '.5', "'1'"];

/** When the token begins and ends. */
export const times: AttackFamily = (baseline) => {
  const [exp, iat] = [Number(baseline.claims['exp']), Number(baseline.claims['iat'])];
  const asIs = (name: 'exp' | 'iat' | 'nbf' | 'auth_time', json: string, reason: InvalidTokenReason) =>
    forged(reason, `${name} ${json}`, baseline.withClaimText(name, json));

  return [
    ...(['exp', 'iat', 'nbf', 'auth_time'] as const).flatMap((name) => [
      ...[...noTimes, `"${exp}"`, `${exp}.5`, `[${exp}]`].map((json) => asIs(name, json, `${name}_malformed`)),
      ...noNumbers.map((text) => asIs(name, text, 'not_a_json_object')),
    ]),
    ...(['exp', 'iat'] as const).map((name) =>
      forged(`${name}_malformed`, `no ${name}`, baseline.withClaims({ [name]: undefined })),
    ),
    ...moments(baseline, iat, exp),
  ];
};

function moments(baseline: Baseline, iat: number, exp: number): ReturnType<AttackFamily> {
  const at = (reason: InvalidTokenReason, name: string, claims: Record<string, number>) =>
    forged(reason, name, baseline.withClaims(claims));
  return [
    at('expired', 'exp when it was issued', { exp: iat }),
    at('expired', 'exp a second before it was issued', { exp: iat - 1 }),
    at('expired', 'exp yesterday', { exp: exp - day }),
    at('expired', 'exp 0', { exp: 0 }),
    at('expired', 'exp negative', { exp: -exp }),
    at('lives_too_long', 'exp in a year', { exp: exp + 365 * day }),
    at('lives_too_long', 'exp in milliseconds', { exp: exp * 1000 }),
    at('lives_too_long', 'exp as late as can be', { exp: Number.MAX_SAFE_INTEGER }),
    at('lives_too_long', 'iat a year ago', { iat: iat - 365 * day }),
    at('lives_too_long', 'iat 0', { iat: 0 }),
    at('lives_too_long', 'iat negative', { iat: -iat }),
    at('iat_in_the_future', 'iat tomorrow', { iat: iat + day }),
    at('iat_in_the_future', 'iat in milliseconds', { iat: iat * 1000 }),
    at('auth_time_in_the_future', 'auth_time tomorrow', { auth_time: iat + day }),
    at('auth_time_in_the_future', 'auth_time in milliseconds', { auth_time: iat * 1000 }),
    at('not_yet_valid', 'nbf tomorrow', { nbf: iat + day }),
    at('not_yet_valid', 'nbf in milliseconds', { nbf: iat * 1000 }),
    at('not_yet_valid', 'nbf as late as can be', { nbf: Number.MAX_SAFE_INTEGER }),
  ];
}
