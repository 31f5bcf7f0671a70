import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { isTransient, reasonOf } from './failure.ts';

describe('isTransient', () => {
  it.each([
    ['an error that says it may be tried again', Object.assign(new Error('out'), { retryable: true }), true],
    ['a refused connection', Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), true],
    ['a database that shuts down', Object.assign(new Error('no'), { code: '57P01' }), true],
    ['a deadlock', Object.assign(new Error('no'), { code: '40P01' }), true],
    ['an error whose cause may be tried again', new Error('query failed', { cause: { code: '08006' } }), true],
    [
      'an error that says it may not be tried again',
      Object.assign(new Error('no'), { retryable: false, code: '40001' }),
      false,
    ],
    ['a unique violation', Object.assign(new Error('no'), { code: '23505' }), false],
    ['a bug', new TypeError('x is undefined'), false],
    ['something that is no error', 'text', false],
  ])('%s: %p -> %p', (_, error, expected) => {
    expect(isTransient(error)).toBe(expected);
  });
});

describe('reasonOf', () => {
  it('names the field of invalid data', () => {
    const { error } = z.object({ total: z.object({ currency: z.string() }) }).safeParse({ total: {} });
    expect(reasonOf(error).code).toBe('event_invalid');
    expect(reasonOf(error).text).toContain('total.currency');
  });

  it('does not repeat a value that is not JSON', () => {
    expect(reasonOf(new SyntaxError('Unexpected token s in "secret"'))).toEqual({
      code: 'event_unreadable',
      text: 'the value is not JSON',
    });
  });

  it("keeps an error's own code", () => {
    expect(reasonOf(Object.assign(new Error('gone'), { code: 'customer_unknown' })).code).toBe('customer_unknown');
  });
});
