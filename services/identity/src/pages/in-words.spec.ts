import { expect, it } from '@jest/globals';
import { timeInWords } from './in-words.ts';

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
