import type { TrustedIssuers } from '../nest/trusted-issuers.ts';
import type { IssuerRules } from '../verification/issuer-rules.ts';
import type { Reason } from './checks.ts';

type Members = Readonly<Record<string, unknown>>;

interface Said {
  readonly header: Members;
  readonly claims: Members;
  /** Those of the issuer that the token names, where it is trusted. */
  readonly rules: IssuerRules | undefined;
  readonly issuers: TrustedIssuers;
  readonly now: Date;
}

const facts: Partial<Record<Reason, (said: Said) => string>> = {
  iss_wrong: ({ claims, issuers }) => `${of('iss', claims)}; trusted: ${[...issuers.keys()].map(shown).join(', ')}`,
  aud_wrong: ({ claims, rules }) => `${of('aud', claims)}; this service is ${shown(rules?.audience)}`,
  type_wrong: ({ header }) => of('typ', header),
  algorithm_not_allowed: ({ header, rules }) => `${of('alg', header)}; allowed: ${rules?.algorithms.join(', ') ?? ''}`,
  key_in_header: unexpected,
  header_parameter_unknown: unexpected,
  critical_extension: unexpected,
  key_unknown: key,
  key_for_other_algorithm: key,
  key_ambiguous: key,
  key_too_weak: key,
  kind_wrong: ({ claims, rules }) => {
    const { claim = '', value } = rules?.profile.kind ?? {};
    return `${of(claim, claims)}; an access token's is ${shown(value)}`;
  },
  expired: time('exp'),
  iat_in_the_future: time('iat'),
  not_yet_valid: time('nbf'),
  auth_time_in_the_future: time('auth_time'),
  lives_too_long: ({ claims: { exp, iat }, rules }) =>
    `${Number(exp) - Number(iat)} s; at most ${shown(rules?.maxLifetimeSeconds)} s`,
  client_id_malformed: ({ rules }) => `looked for: ${rules?.profile.client.join(', ') ?? ''}`,
  jti_malformed: ({ rules }) => `looked for: ${rules?.profile.id ?? ''}`,
};

/** What a token and the rules for it say about the thing that it is refused for; undefined where there is no more to say. */
export function whatItSays(reason: Reason, token: string, issuers: TrustedIssuers, now: Date): string | undefined {
  const [header, claims] = token.split('.').map(membersOf);
  if (!header || !claims) return undefined;
  return facts[reason]?.({ header, claims, rules: issuers.get(claims['iss']), issuers, now });
}

function unexpected({ header, rules }: Said): string {
  const names = Object.keys(header).filter((name) => !rules?.headerParameters.has(name));
  return `unexpected: ${names.join(', ')}`;
}

function key({ header }: Said): string {
  return `${of('kid', header)}, ${of('alg', header)}`;
}

function time(name: string): (said: Said) => string {
  return ({ claims, now }) => {
    const date = new Date(Number(claims[name]) * 1000);
    const at = Number.isNaN(date.getTime()) ? 'which is no time' : date.toISOString();
    return `${of(name, claims)}, ${at}; here it is ${now.toISOString()}`;
  };
}

function of(name: string, members: Members): string {
  return `\`${name}\` is ${members[name] === undefined ? 'not there' : shown(members[name])}`;
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

function membersOf(part: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}
