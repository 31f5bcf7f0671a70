import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { appearance, complaintsAbout, kindOf } from './judge.ts';
import type { Header, RawAnswer } from './raw-exchange.ts';
import type { Refusal } from './refusals.ts';

const door = { challenge: { realm: 'api', resource_metadata: 'https://api.test/m' }, showsProblem: true };
const expected = { statuses: [401], reason: 'expired' };
const trace = 'trace_id="0af7651916cd43dd8448eb211c80319c"';
const untraced = 'Bearer realm="api", error="invalid_token", resource_metadata="https://api.test/m"';
const challenge = `${untraced}, ${trace}`;
const withoutError = `Bearer realm="api", resource_metadata="https://api.test/m", ${trace}`;
const problem = { status: 401, code: 'invalid_token' };

function answer(headers: Record<string, string | string[]>, body: object = problem, status = 401): RawAnswer {
  const all = { 'content-type': 'application/problem+json', ...headers };
  const lines = Object.entries(all).flatMap(([name, values]) => [values].flat().map((value): Header => [name, value]));
  return { status, headers: lines, body: JSON.stringify(body), ms: 1 };
}

function logged(...reasons: string[]): Refusal[] {
  return reasons.map((reason) => ({
    msg: 'request refused',
    traceId: 't',
    status: 401,
    code: 'invalid_token',
    reason,
  }));
}

const right = answer({ 'www-authenticate': challenge });

describe('an attack', () => {
  it('is refused rightly with the status, the challenge, the problem and the reason that it must get', () => {
    expect(complaintsAbout(door, { expected }, { answer: right, logged: logged('expired') })).toEqual([]);
  });

  it.each<[string, RawAnswer, Refusal[], RegExp]>([
    ['served', answer({}, {}, 200), [], /^200 in place of 401$/],
    ['not answered', answer({}, {}, 0), [], /^no answer in place of 401$/],
    ['refused without a challenge', answer({}), logged('expired'), /^no Bearer challenge/],
    ['challenged without the error', answer({ 'www-authenticate': withoutError }), logged('expired'), /^the challenge/],
    ['not told its trace', answer({ 'www-authenticate': untraced }), logged('expired'), /^no trace in the challenge/],
    ['challenged twice', answer({ 'www-authenticate': [challenge, challenge] }), logged('expired'), /^2 challenges/],
    ['told in HTML', { ...right, headers: [['www-authenticate', challenge]] }, logged('expired'), /^content type none/],
    [
      'told another code',
      answer({ 'www-authenticate': challenge }, { status: 401, code: 'expired' }),
      logged('expired'),
      /^the problem/,
    ],
    ['told no JSON', { ...right, body: '1f\r\n{' }, logged('expired'), /^the problem/],
    ['refused for another reason', right, logged('aud_wrong'), /^logged aud_wrong in place of expired/],
    ['refused and not logged', right, [], /^logged nothing in place of expired/],
    ['logged twice', right, logged('expired', 'expired'), /^logged expired, expired in place/],
  ])('is complained about when it is %s', (_, wrong, refusals, complaint) => {
    expect(complaintsAbout(door, { expected }, { answer: wrong, logged: refusals })).toEqual([
      expect.stringMatching(complaint),
    ]);
  });

  it('without a token must be challenged without an error (RFC 6750 section 3.1)', () => {
    const bare = { expected: { statuses: [401], reason: 'missing_token' } };
    const missing = { status: 401, code: 'missing_token' };
    const outcome = { answer: answer({ 'www-authenticate': withoutError }, missing), logged: logged('missing_token') };
    expect(complaintsAbout(door, bare, outcome)).toEqual([]);
    expect(
      complaintsAbout(door, bare, { ...outcome, answer: answer({ 'www-authenticate': challenge }, missing) }),
    ).toEqual([expect.stringMatching(/^the challenge/)]);
  });

  it('that an HTTP parser refuses gets no challenge, and nobody logs it', () => {
    const unparsed = { expected: { statuses: [400] } };
    expect(complaintsAbout(door, unparsed, { answer: answer({}, {}, 400), logged: [] })).toEqual([]);
    const outcome = { answer: answer({ 'www-authenticate': challenge }, {}, 400), logged: logged('expired') };
    expect(complaintsAbout(door, unparsed, outcome)).toHaveLength(2);
  });
});

it('two answers look the same but for their dates and their traces', () => {
  const dated = (date: string, realm = 'api') =>
    appearance(
      answer({ date, 'www-authenticate': `Bearer realm="${realm}", trace_id="${randomBytes(16).toString('hex')}"` }),
    );
  expect(dated('Mon')).toBe(dated('Tue'));
  expect(dated('Mon')).not.toBe(dated('Mon', 'other'));
});

it.each([
  ['order', undefined, undefined],
  ['order', 'missing_token', 'missing_token'],
  ['order', 'expired', 'invalid'],
  ['order', 'authorization_malformed', 'invalid'],
  ['phantom-token', 'not_active', 'invalid'],
  ['phantom-token', 'authorization_malformed', 'malformed'],
] as const)('%s: %s is of the kind %s', (guard, reason, kind) => {
  expect(kindOf({ guard }, { statuses: [401], ...(reason && { reason }) })).toBe(kind);
});
