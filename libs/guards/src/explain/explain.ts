import type { TrustedIssuers } from '../nest/trusted-issuers.ts';
import { type Check, checks, type Reason } from './checks.ts';
import { type Verdict, verdictOn } from './verdict.ts';
import { whatItSays } from './what-it-says.ts';

export interface Explanation {
  readonly isAccepted: boolean;
  readonly lines: readonly string[];
}

/** What the guard makes of a request with these headers, check by check, up to the first that fails. */
export async function explain(rawHeaders: string[], issuers: TrustedIssuers, now = new Date()): Promise<Explanation> {
  const verdict = await verdictOn(rawHeaders, issuers);
  if ('principal' in verdict) return { isAccepted: true, lines: [...passed(), '', ...accepted(verdict)] };

  const { reason } = verdict;
  const token = rawHeaders[1]?.replace(/^bearer +/i, '') ?? '';
  const says = whatItSays(reason, token, issuers, now);
  return {
    isAccepted: false,
    lines: [
      ...passed(reason),
      line('✗', checks[reason], says),
      '',
      reason === 'keys_unavailable'
        ? `Not decided: ${causeOf(verdict.refusal)}. The API answers 503.`
        : `Refused with 401: ${reason}.`,
      checks[reason].advice,
    ],
  };
}

/** Those before the one that failed. */
function passed(failed?: Reason): string[] {
  const all = Object.entries(checks);
  const count = failed === undefined ? all.length : all.findIndex(([reason]) => reason === failed);
  return all.slice(0, count).map(([reason, check]) => (reason === 'revoked' ? unasked(check) : line('✓', check)));
}

/** Only an API that hears of revocations knows. */
function unasked(check: Check): string {
  return `${line('?', check)} That is for the API to know: its log says \`revoked\`, if it was.`;
}

function line(mark: string, { step, holds }: Check, says?: string): string {
  return `${mark} ${step.padEnd(9)}  ${holds}${says === undefined ? '' : ` But ${says}.`}`;
}

function accepted({ principal }: Extract<Verdict, { principal: unknown }>): string[] {
  const { isService, clientId, scopes, actors } = principal;
  const through = actors.length > 0 ? `, through ${actors.join(', ')}` : '';
  return [
    `Accepted: ${isService ? 'a service' : 'a person'}, by the client ${clientId}${through}.`,
    `Scopes: ${[...scopes].join(' ') || 'none'}. A route that asks for another answers 403.`,
  ];
}

function causeOf(error: object): string {
  const { cause } = error as { readonly cause?: unknown };
  if (typeof cause !== 'object' || cause === null || !('message' in cause)) return '';
  return [String(cause.message), causeOf(cause)].filter(Boolean).join(': ');
}
