import type { InvalidTokenReason } from '../../verification/invalid-token.ts';
import type { Baseline } from './baseline.ts';

/** What is sent, beside a method and path that the API under attack serves. */
export interface AttackRequest {
  /** As they stand on the wire, repeated ones too. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly query?: Readonly<Record<string, string>>;
  /** Sent with POST. */
  readonly body?: { readonly type: string; readonly text: string };
}

/** A request that nobody may serve, and the answer that it must get. */
export interface Attack {
  readonly name: string;
  readonly request: AttackRequest;
  /** 400 and 431 are an HTTP parser's, which knows no challenge and logs nothing; a client library would not even send those. */
  readonly status: 400 | 401 | 431;
  /** What the log must say: the attack failed for the one thing that is wrong with it. */
  readonly reason?: InvalidTokenReason | 'missing_token';
}

/** A request that looks odd, is right, and must be served. */
export type Oddity = Pick<Attack, 'name' | 'request'>;

export type AttackFamily = (baseline: Baseline) => Attack[];
/** One that leaves the token as it is, whatever its form. */
export type PlaceFamily = (baseline: Pick<Baseline, 'token'>) => Attack[];

export function bearing(token: string): AttackRequest {
  return { headers: [['authorization', `Bearer ${token}`]] };
}

/** An attack by the token alone. */
export function forged(reason: InvalidTokenReason, name: string, token: string): Attack {
  return { name, request: bearing(token), status: 401, reason };
}

/** A value of JSON as part of a name. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return 'absent';
  return text.length > 80 ? `of ${text.length} characters` : text;
}
