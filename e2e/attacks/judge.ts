import { MalformedChallengeError, readChallenge } from '../support/challenge.ts';
import type { Door } from './doors.ts';
import { aboutTheRequest } from './edge-rules.ts';
import { headerOf, type RawAnswer } from './raw-exchange.ts';
import type { Refusal } from './refusals.ts';
import type { Shot } from './shots.ts';

/** One shot: what came back, and what was logged of it. */
interface Outcome {
  readonly answer: RawAnswer;
  readonly logged: readonly Refusal[];
}

type Judged = Pick<Door, 'challenge' | 'showsProblem'>;

/** What is wrong with an outcome; nothing if it was refused rightly. */
export function complaintsAbout(door: Judged, { expected }: Pick<Shot, 'expected'>, outcome: Outcome): string[] {
  const { answer, logged } = outcome;
  const { statuses } = expected;
  if (!statuses.includes(answer.status))
    return [`${answer.status || 'no answer'} in place of ${statuses.join(' or ')}`];
  const { reason } = expected;
  const error = reason === undefined || reason === 'missing_token' ? undefined : 'invalid_token';
  return [
    ...wrongChallenge(answer, reason === undefined ? undefined : { ...door.challenge, ...(error && { error }) }),
    ...(reason !== undefined && door.showsProblem ? wrongProblem(answer, error ?? 'missing_token') : []),
    ...wrongReason(logged, reason),
  ];
}

/** RFC 6750 section 3: one challenge, and an error in it if there was a token. An HTTP parser has none to give. */
function wrongChallenge({ headers }: RawAnswer, expected: object | undefined): string[] {
  const all = headers.filter(([name]) => name === 'www-authenticate').map(([, value]) => value);
  if (!expected) return all.length > 0 ? [`a challenge where no guard was asked: ${all.join()}`] : [];
  const [header = '', ...others] = all;
  if (others.length > 0) return [`${all.length} challenges`];
  try {
    const { trace_id: trace = '', ...challenge } = readChallenge(header);
    if (!/^[0-9a-f]{32}$/.test(trace)) return [`no trace in the challenge ${header}`];
    return sorted(challenge) === sorted(expected) ? [] : [`the challenge ${header}`];
  } catch (error) {
    if (error instanceof MalformedChallengeError) return [error.message];
    throw error;
  }
}

/** RFC 9457 section 3. */
function wrongProblem({ status, headers, body }: RawAnswer, code: string): string[] {
  const type = headerOf({ headers }, 'content-type') ?? 'none';
  if (!/^application\/problem\+json\b/.test(type)) return [`content type ${type}`];
  const problem = parsed(body);
  return problem['status'] === status && problem['code'] === code ? [] : [`the problem ${body}`];
}

function parsed(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function wrongReason(logged: readonly Refusal[], expected: string | undefined): string[] {
  const reasons = logged.map(({ reason }) => reason).join(', ') || 'nothing';
  return reasons === (expected ?? 'nothing') ? [] : [`logged ${reasons} in place of ${expected ?? 'nothing'}`];
}

function sorted(parameters: object): string {
  return JSON.stringify(Object.entries(parameters).sort());
}

/** All that a caller can tell refusals apart by, but for when it was and which request. */
export function appearance({ status, headers, body }: RawAnswer): string {
  const lasting = headers
    .filter(([name]) => name !== 'date' && name !== 'traceresponse')
    .map(([name, value]) => [
      name,
      name === 'www-authenticate' ? value.replace(/trace_id="[0-9a-f]{32}"/, 'trace_id') : value,
    ]);
  return JSON.stringify([status, lasting, body]);
}

/**
 * Refusals of one kind look the same to the letter, so that nobody is told what was wrong with a token. None for what no guard
 * refuses. phantom-token also says whether there was anything that has the form of a token, which the caller can see anyway.
 */
export function kindOf({ guard }: Pick<Door, 'guard'>, { reason }: Shot['expected']): string | undefined {
  if (reason === undefined || reason === 'missing_token') return reason;
  return guard === 'phantom-token' && aboutTheRequest.includes(reason) ? 'malformed' : 'invalid';
}
