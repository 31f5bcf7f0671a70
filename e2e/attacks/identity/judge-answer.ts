import { isDeepStrictEqual } from 'node:util';
import { headerOf, type RawAnswer } from '../raw-exchange.ts';
import type { Refused, Served } from './corpus-file.ts';
import type { Audited } from './server-under-test.ts';

/** What came of one request. */
export interface Outcome {
  readonly answer: RawAnswer;
  readonly audited: readonly Audited[];
  /** What the server under test shows of an error on a page. */
  readonly errorOnPage: string | undefined;
}

/** Whether a good request was served; what is missing if not. */
export function unserved(served: Served, { answer }: Pick<Outcome, 'answer'>): string[] {
  const members = Object.keys(jsonOf(answer) ?? {});
  return [
    ...differs('status', answer.status, served.status),
    ...((headerOf(answer, 'location') ?? '').startsWith(served.location ?? '')
      ? []
      : [`leads to ${headerOf(answer, 'location') ?? 'nowhere'}`]),
    ...((headerOf(answer, 'content-type') ?? '').startsWith(served.type ?? '')
      ? []
      : [`is ${headerOf(answer, 'content-type') ?? 'nothing'}`]),
    ...(served.members ?? []).filter((member) => !members.includes(member)).map((member) => `has no ${member}`),
  ];
}

/** What is wrong with a refusal; nothing if it is the one that the attack must get. */
export function wronglyRefused(refused: Refused, outcome: Outcome, clientAddress: string): string[] {
  const { answer, audited } = outcome;
  const { error, description } = errorIn(outcome);
  const events = audited.map(({ event }) => event).sort();
  const reasons = [description, ...audited.map(({ reason = '' }) => reason)].join('\n');
  return [
    ...differs('status', answer.status, refused.status),
    ...differs('error', error, refused.error),
    ...differs('audit', events.join(' ') || 'nothing', refused.audit.toSorted().join(' ') || 'nothing'),
    ...(refused.because === undefined || reasons.includes(refused.because)
      ? []
      : [`because ${JSON.stringify(reasons)}`]),
    ...(refused.body === undefined || isDeepStrictEqual(jsonOf(answer), refused.body)
      ? []
      : [`says ${answer.body.slice(0, 200)}`]),
    ...strayRedirect(refused, answer, clientAddress),
  ];
}

/** Whether something was handed over all the same. */
export function handsSomethingOver(answer: RawAnswer): boolean {
  const { body } = answer;
  const location = headerOf(answer, 'location') ?? '';
  const given = /"(access_token|id_token|refresh_token|keys)"|"active":\s*true|\beyJ[\w-]+\.[\w-]+\.[\w-]+/;
  return given.test(body) || given.test(location) || /[?&#](code|access_token)=/.test(location);
}

/** A refusal leads to the client's own address, or to where the corpus says (RFC 9700 section 4.11). */
function strayRedirect({ location: expected }: Refused, answer: RawAnswer, clientAddress: string): string[] {
  const location = headerOf(answer, 'location');
  if (location === undefined) return expected === undefined ? [] : ['leads nowhere'];
  const isRight = expected === undefined ? location.split(/[?#]/)[0] === clientAddress : location.startsWith(expected);
  return isRight ? [] : [`leads to ${location}`];
}

function errorIn({ answer, errorOnPage }: Outcome): { error: string | undefined; description: string } {
  const told = headerOf(answer, 'location')?.split(/[?#]/)[1];
  const parameters = told === undefined ? jsonOf(answer) : Object.fromEntries(new URLSearchParams(told));
  const { error = errorOnPage, error_description: description = '' } = parameters ?? {};
  return {
    error: typeof error === 'string' ? error : undefined,
    description: typeof description === 'string' ? description : '',
  };
}

function jsonOf({ body }: RawAnswer): Record<string, unknown> | undefined {
  try {
    return Object(JSON.parse(body)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function differs(what: string, is: unknown, expected: unknown): string[] {
  return is === expected ? [] : [`${what} ${String(is)} in place of ${String(expected)}`];
}
