import { expect, it } from '@jest/globals';
import { retryAfterSeconds } from './retry-after.ts';

const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');

it.each([
  [undefined, undefined],
  ['7', 7],
  ['0', 1],
  ['3600', 60],
  ['Wed, 21 Oct 2026 07:28:12 GMT', 12],
  ['Wed, 21 Oct 2015 07:28:00 GMT', 1],
  ['soon', undefined],
])('%s is %s', (value, seconds) => {
  const headers = new Headers(value === undefined ? {} : { 'retry-after': value });
  expect(retryAfterSeconds(headers, now)).toBe(seconds);
});
