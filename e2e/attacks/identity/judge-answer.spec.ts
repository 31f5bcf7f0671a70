import { describe, expect, it } from '@jest/globals';
import type { RawAnswer } from '../raw-exchange.ts';
import type { Refused } from './corpus-file.ts';
import { handsSomethingOver, type Outcome, unserved, wronglyRefused } from './judge-answer.ts';

const client = 'http://127.0.0.1/callback';
const answer: RawAnswer = {
  status: 400,
  headers: [],
  body: '{"error":"invalid_grant","error_description":"gone"}',
  ms: 1,
};
const outcome: Outcome = { answer, audited: [{ event: 'token.refused' }], errorOnPage: undefined };
const refused: Refused = { status: 400, error: 'invalid_grant', audit: ['token.refused'], because: 'gone' };
const redirect = (location: string): Outcome => ({
  ...outcome,
  answer: { status: 303, headers: [['location', location]], body: '', ms: 1 },
});

describe('a refusal', () => {
  it('is right by its status, error, audit and reason', () => {
    expect(wronglyRefused(refused, outcome, client)).toEqual([]);
  });

  it.each<[string, Partial<Refused>, string]>([
    ['another status', { status: 401 }, 'status 400 in place of 401'],
    ['another error', { error: 'invalid_request' }, 'error invalid_grant in place of invalid_request'],
    ['another event', { audit: ['exchange.refused'] }, 'audit token.refused in place of exchange.refused'],
    ['no event', { audit: [] }, 'audit token.refused in place of nothing'],
    [
      'the same event twice',
      { audit: ['token.refused', 'token.refused'] },
      'audit token.refused in place of token.refused token.refused',
    ],
    ['another reason', { because: 'expired' }, 'because "gone\\n"'],
    ['another body', { body: { active: false } }, `says ${answer.body}`],
    ['an address that it leads to', { location: 'https://elsewhere.example' }, 'leads nowhere'],
  ])('is wrong where %s is expected', (_, change, complaint) => {
    expect(wronglyRefused({ ...refused, ...change }, outcome, client)).toEqual([complaint]);
  });

  it('names its error in the address, or on a page', () => {
    const byRedirect: Refused = { status: 303, error: 'invalid_scope', audit: ['token.refused'] };
    expect(wronglyRefused(byRedirect, redirect(`${client}?error=invalid_scope`), client)).toEqual([]);
    expect(wronglyRefused(byRedirect, redirect(`${client}#error=invalid_scope`), client)).toEqual([]);
    const page = { ...outcome, answer: { ...answer, body: '<p>' }, errorOnPage: 'invalid_grant' };
    expect(wronglyRefused({ ...refused, because: undefined }, page, client)).toEqual([]);
  });

  it('leads to nobody but the client', () => {
    const away = redirect('https://attacker.example/callback?error=invalid_scope');
    const expected: Refused = { status: 303, error: 'invalid_scope', audit: ['token.refused'] };
    expect(wronglyRefused(expected, away, client)).toEqual([
      'leads to https://attacker.example/callback?error=invalid_scope',
    ]);
  });
});

describe('something is handed over', () => {
  const body = (text: string): RawAnswer => ({ ...answer, body: text });

  it.each([
    ['a token', body('{"access_token":"x"}')],
    ['a JWT', body('eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.x')],
    ['that a token is live', body('{"active": true}')],
    ['a code', redirect(`${client}?code=x&state=y`).answer],
    ['a token in the fragment', redirect(`${client}#access_token=x`).answer],
  ])('by %s', (_, given) => {
    expect(handsSomethingOver(given)).toBe(true);
  });

  it('by no error', () => {
    expect(handsSomethingOver(answer)).toBe(false);
    expect(handsSomethingOver(body('{"active":false}'))).toBe(false);
    expect(handsSomethingOver(redirect(`${client}?error=invalid_request`).answer)).toBe(false);
  });
});

describe('a good request', () => {
  const given: RawAnswer = { status: 200, headers: [['content-type', 'application/json']], body: '{"a":1}', ms: 1 };

  it('is served by its status, type and members', () => {
    expect(unserved({ status: 200, type: 'application/json', members: ['a'] }, { answer: given })).toEqual([]);
  });

  it('is not by others', () => {
    const wanted = { status: 303, type: 'text/html', members: ['b'], location: '/x' };
    expect(unserved(wanted, { answer: given })).toEqual([
      'status 200 in place of 303',
      'leads to nowhere',
      'is application/json',
      'has no b',
    ]);
  });
});
