import { describe, expect, it } from '@jest/globals';
import { Headers } from 'undici';
import type { Answer } from '../support/answer.ts';
import { Tally } from './tally.ts';

const answer = (status: number, headers: Record<string, string> = {}): Promise<Answer> =>
  Promise.resolve({ status, headers: new Headers(headers), text: '', body: '' });
const problem = { 'content-type': 'application/problem+json; charset=utf-8' };

describe('a tally', () => {
  it.each([
    ['200', answer(200, { 'content-type': 'application/json' })],
    ['503 problem', answer(503, { ...problem, 'retry-after': '2' })],
    ['503 problem without Retry-After', answer(503, problem)],
    ['404 problem', answer(404, problem)],
    ['502 text/html', answer(502, { 'content-type': 'text/html' })],
    ['500 nothing', answer(500)],
  ])('calls it %s', async (name, asked) => {
    const tally = new Tally();
    await tally.note(asked);
    expect([tally.entries, tally.total]).toEqual([[[name, 1]], 1]);
  });

  it('counts what got no answer by its code, the most frequent first', async () => {
    const tally = new Tally();
    const refused = (): Promise<Answer> =>
      Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }));
    await tally.note(answer(200));
    await expect(tally.note(refused())).rejects.toThrow('fetch failed');
    await expect(tally.note(refused())).rejects.toThrow('fetch failed');
    expect(tally.entries).toEqual([
      ['ECONNREFUSED', 2],
      ['200', 1],
    ]);
  });
});
