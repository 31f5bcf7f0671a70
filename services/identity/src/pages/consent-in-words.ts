import { impliedBy } from '../privileges/implied-by.ts';
import { offlineAccess } from '../privileges/offline-access.ts';
import type { Privileges } from '../privileges/privileges.ts';
import type { Consent } from './last-consent.ts';

/** One thing that a person is asked for. */
export interface Asked {
  readonly words: string;
  /** It was not asked for the last time. */
  readonly isNew: boolean;
}

export interface ConsentInWords {
  readonly asked: readonly Asked[];
  /** What our own services do for it, all the way down. */
  readonly implied: readonly Asked[];
  /** What our services are told about the person. */
  readonly told: readonly Asked[];
  readonly mayStayConnected: boolean;
  readonly lastAskedAt: Date | undefined;
}

/** What scopes come to, in the words of privileges.yaml, and what of it is new since the last time, if there was one. */
export function consentInWords(
  privileges: Privileges,
  scopes: readonly string[],
  last: Consent | undefined,
): ConsentInWords {
  const compared = (
    part: (scopes: readonly string[]) => readonly string[],
    wordsOf: (name: string) => string | undefined,
  ): Asked[] => {
    const before = last && part(last.scopes);
    return part(scopes).flatMap((name) => {
      const words = wordsOf(name);
      return words === undefined ? [] : [{ words, isNew: before !== undefined && !before.includes(name) }];
    });
  };
  const ofScope = (scope: string) => privileges.scope(scope)?.words;
  return {
    asked: compared((given) => given, ofScope),
    implied: compared((given) => impliedBy(privileges, given), ofScope),
    told: compared(
      (given) => privileges.claimsOf(given),
      (claim) => privileges.file.claims.get(claim),
    ),
    mayStayConnected: scopes.includes(offlineAccess),
    lastAskedAt: last?.at,
  };
}
