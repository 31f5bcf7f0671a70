import { expect, it } from '@jest/globals';
import { dayInWords, momentInWords, timeInWords } from './in-words.ts';

it.each([
  [30, '30 seconds'],
  [60, '1 minute'],
  [5 * 60, '5 minutes'],
  [3600, '1 hour'],
  [8 * 3600, '8 hours'],
  [24 * 3600, '1 day'],
  [30 * 24 * 3600, '30 days'],
])('%p seconds are said as %s', (seconds, words) => {
  expect(timeInWords(seconds)).toBe(words);
});

it('a moment is said as people say it, wherever the service runs', () => {
  const at = new Date('2026-11-27T06:04:59Z');
  expect([dayInWords(at), momentInWords(at)]).toEqual(['27 November 2026', '27 November 2026, 06:04 UTC']);
});
