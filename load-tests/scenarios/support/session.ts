import { check } from 'k6';
import exec from 'k6/execution';
import { type Login, logIn } from './login.ts';
import type { Prepared } from './stages.ts';

/** This virtual user's login: k6 loads every module once for each of them. */
let own: Login | undefined;

/**
 * What a virtual user does in its turn, as who is logged in. An error is a check that fails: k6 itself would log it, count the
 * turn as done, and end well.
 */
export function inSession(work: (login: Login, prepared: Prepared) => void): (prepared: Prepared) => void {
  return (prepared) => {
    try {
      work(currentLogin(prepared), prepared);
    } catch (error) {
      check(error, { [String(error)]: () => false });
    }
  };
}

function currentLogin({ logins, endpoints }: Prepared): Login {
  const user = exec.vu.idInTest - 1;
  own ??= logins[user % logins.length];
  if (!own) throw new Error('setup made no login');
  if (Date.now() > own.expiresAtMs - aheadMs(user)) own = logIn(own.person, endpoints);
  return own;
}

/** Opaque tokens live for minutes. Renewed well before, and not by all at once. */
function aheadMs(user: number): number {
  return (30 + (user % 60)) * 1000;
}
